// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of this machine that does a part of the work. */
final class Tool {
  private static final int LINES_SHOWN = 20;

  private Tool() {}

  /** Its exit status and what it wrote, both streams together. */
  record Result(int status, List<String> lines) {
    boolean isOk() {
      return status == 0;
    }

    String tail() {
      return String.join(
          System.lineSeparator(),
          lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }
  }

  /** Runs to the end, at most {@code minutes}; an exit status other than 0 is the caller's. */
  static Result run(List<String> command, Map<String, String> environment, int minutes)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("conduit-image", ".log");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(log.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
      String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      return new Result(process.exitValue(), text.lines().toList());
    } finally {
      Files.deleteIfExists(log);
    }
  }
}
