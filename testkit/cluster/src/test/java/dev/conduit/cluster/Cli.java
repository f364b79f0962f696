// SPDX-License-Identifier: Apache-2.0
package dev.conduit.cluster;

import dev.conduit.testkit.kubernetes.process.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The command line as shipped, run to its end. */
final class Cli {
  private static final long LIMIT_SECONDS = 120;
  private static final int ENGINE = 1;
  private static final int NODE = 4;

  private Cli() {}

  /** Runs it with a kubeconfig; what it says goes by the files beside {@code out}. */
  static Answer run(Path kubeconfig, Path out, String... arguments) throws IOException {
    Path err = out.resolveSibling(out.getFileName() + ".err");
    List<String> command = new ArrayList<>(List.of(Repository.path("bin/conduit").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("still running: " + command);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
    return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  record Answer(int status, String output, String errors) {
    /** Engines of a plan with this mark in a namespace, without it, and their nodes. */
    Map<String, String> engines(String mark, String namespace) {
      String prefix = namespace + ".";
      return rows().stream()
          .filter(row -> row.size() > NODE && row.getFirst().equals(mark))
          .filter(row -> row.get(ENGINE).startsWith(prefix))
          .collect(
              Collectors.toMap(
                  row -> row.get(ENGINE).substring(prefix.length()), row -> row.get(NODE)));
    }

    /** A line of a status. */
    List<String> row(String namespace, String name) {
      return rows().stream()
          .filter(row -> row.size() > 1)
          .filter(row -> row.get(0).equals(namespace) && row.get(1).equals(name))
          .findFirst()
          .orElse(List.of());
    }

    private List<List<String>> rows() {
      return output.lines().map(line -> List.of(line.strip().split(" {2,}", -1))).toList();
    }
  }
}
