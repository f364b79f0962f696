// SPDX-License-Identifier: Apache-2.0
package dev.conduit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code make run CHECK=1} runs: the examples, both answers, and nothing left alive. */
class QuickstartIT {
  private static final Path ROOT = Path.of(System.getProperty("conduit.root"));

  @Test
  void demo_quickstart_answersBothQuestionsAndLeavesNothing(@TempDir Path state)
      throws IOException, InterruptedException {
    Set<Long> before = programs();
    Path out = state.resolve("out");
    Process process =
        new ProcessBuilder(
                ROOT.resolve("bin/conduit").toString(),
                "demo",
                "-f",
                ROOT.resolve("examples/quickstart").toString(),
                "--check",
                "--port",
                Integer.toString(Stack.freePort()),
                "--state-dir",
                state.resolve("state").toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String text = Files.readString(out);
    assertThat(process.exitValue()).as(text).isZero();
    assertThat(text).contains("Paris").containsIgnoringCase("simulated");
    assertThat(programs()).as("programs left alive").isSubsetOf(before);
  }

  /** Programs of ours that run now. */
  private static Set<Long> programs() {
    String dist = ROOT.resolve("target/dist").toString();
    return ProcessHandle.allProcesses()
        .filter(one -> one.info().commandLine().orElse("").contains(dist))
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }
}
