// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conduit.testkit.kubernetes.process.WorkFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM that is killed with a whole cluster under it leaves nothing. */
class KilledIT {
  @Test
  void killedJvm_leavesNoProcess_andItsFolderGoesNextTime(@TempDir Path state) throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Dconduit.root=" + System.getProperty("conduit.root"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                state.toString())
            .redirectErrorStream(true)
            .redirectOutput(state.resolve("log").toFile())
            .start();
    String owned = "conduit-kube-" + jvm.pid() + "-";
    try {
      await()
          .atMost(Duration.ofMinutes(2))
          .failFast(() -> assertThat(jvm.isAlive()).as(() -> log(state)).isTrue())
          .until(() -> Files.exists(state.resolve("kubeconfig")));
      assertThat(programs(owned)).hasSizeGreaterThanOrEqualTo(5);
    } finally {
      jvm.destroyForcibly();
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> programs(owned).isEmpty());
    WorkFolder.delete(WorkFolder.create());
    try (Stream<Path> left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith(owned));
    }
  }

  private static String log(Path state) {
    try {
      return "the JVM ended and said: " + Files.readString(state.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what the JVM said", e);
    }
  }

  private static List<String> programs(String owned) throws IOException {
    // The info of ProcessHandle cuts long command lines off.
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(path -> path.getFileName().toString().matches("\\d+"))
          .map(KilledIT::commandLine)
          .filter(line -> line.contains(owned))
          .toList();
    }
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return ""; // it has just ended
    }
  }
}
