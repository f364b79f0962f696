// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder with the real Kubernetes binaries, as {@code testkit/kubernetes/bin/binaries} finds,
 * fetches or builds it. The first call on a machine may take ten minutes; its progress goes to
 * stderr.
 */
public record Binaries(Path folder) {
  private static final String SCRIPT = "testkit/kubernetes/bin/binaries";

  /** API server, etcd, controller manager, scheduler, kubectl and kwok. */
  public static Binaries find() {
    return find(List.of());
  }

  /** Also kubelet, kube-proxy, containerd, its runc shim and ctr. */
  public static Binaries findWithNode() {
    return find(List.of("--with-node"));
  }

  /** The path of one of them. */
  public Path program(String name) {
    Path path = folder.resolve(name);
    if (!Files.isExecutable(path)) {
      throw new IllegalStateException("no program " + name + " in " + folder);
    }
    return path;
  }

  /** What a program says about its version, in one line. */
  public String version(String name) {
    String flag = name.equals("kubectl") ? "version" : "--version";
    List<String> command = new ArrayList<>(List.of(program(name).toString(), flag));
    if (name.equals("kubectl")) {
      command.add("--client");
    }
    return run(command).lines().findFirst().orElse("").strip();
  }

  private static Binaries find(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Repository.path(SCRIPT).toString());
    command.addAll(arguments);
    return new Binaries(Path.of(run(command).strip()));
  }

  private static String run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(
            String.join(" ", command) + " ended with " + status + "; what it said is on stderr");
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + String.join(" ", command), e);
    }
  }
}
