// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WithParentTest {
  private static final String SCRIPT =
      Path.of(System.getProperty("conduit.root", "../.."), "bin/with-parent")
          .toAbsolutePath()
          .normalize()
          .toString();

  @TempDir Path folder;

  @Test
  void run_parentIsKilled_endsTheProgramToo() throws Exception {
    ChildProcess parent = start("parent", "/bin/sleep", "600");
    ChildProcess child =
        start("child", SCRIPT, Long.toString(parent.identity().pid()), "/bin/sleep", "600");
    await().until(() -> sleeper(child).isPresent());
    ProcessHandle program = sleeper(child).orElseThrow();
    parent.stop(Duration.ZERO);
    assertThat(child.exit().get(30, TimeUnit.SECONDS)).isNotZero();
    assertThat(program.isAlive()).isFalse();
  }

  @Test
  void run_terminated_letsTheProgramEndItselfAndAnswersWithItsStatus() throws Exception {
    ChildProcess child =
        start(
            "child",
            SCRIPT,
            Long.toString(ProcessHandle.current().pid()),
            "/bin/sh",
            "-c",
            "trap 'echo drained; exit 5' TERM; echo up; while :; do sleep 0.05; done");
    await().until(() -> log("child").tail(1).equals(List.of("up")));
    child.terminate();
    assertThat(child.exit().get(30, TimeUnit.SECONDS)).isEqualTo(5);
    assertThat(log("child").tail(1)).containsExactly("drained");
  }

  private static java.util.Optional<ProcessHandle> sleeper(ChildProcess child) {
    return ProcessHandle.of(child.identity().pid()).stream()
        .flatMap(ProcessHandle::descendants)
        .filter(handle -> handle.info().commandLine().orElse("").contains("sleep 600"))
        // The script's own shells have it among their arguments.
        .filter(handle -> !handle.info().commandLine().orElse("").contains(SCRIPT))
        .findFirst();
  }

  private LogFile log(String name) {
    return new LogFile(folder.resolve(name + ".log"), 1 << 20);
  }

  private ChildProcess start(String name, String... arguments) throws Exception {
    return ChildProcess.start(
        new ChildCommand(new ArrayList<>(List.of(arguments)), Map.of(), log(name)));
  }
}
