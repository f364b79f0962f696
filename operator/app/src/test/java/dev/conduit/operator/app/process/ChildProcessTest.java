// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChildProcessTest {
  @TempDir Path folder;
  private final java.util.ArrayList<ChildProcess> children = new java.util.ArrayList<>();

  @AfterEach
  void nothingStays() throws InterruptedException {
    for (ChildProcess child : children) {
      child.stop(Duration.ZERO);
    }
  }

  @Test
  void start_anyCommand_appendsItsOutputToTheLog() throws Exception {
    ChildProcess child = shell("echo out; echo err >&2; exit 7");
    assertThat(child.exit().get(20, TimeUnit.SECONDS)).isEqualTo(7);
    assertThat(log().tail(5)).containsExactly("out", "err");
  }

  @Test
  void start_missingProgram_throws() {
    ChildCommand command = new ChildCommand(List.of("/no/such/program"), Map.of(), log());
    assertThatThrownBy(() -> children.add(ChildProcess.start(command)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/no/such/program");
  }

  @Test
  void stop_childThatEndsWhenAsked_isGraceful() throws Exception {
    ChildProcess child =
        shell("trap 'echo drained; exit 0' TERM; echo up; while :; do sleep 0.05; done");
    await().until(() -> log().tail(1).equals(List.of("up")));
    assertThat(child.stop(Duration.ofSeconds(20))).isTrue();
    assertThat(log().tail(1)).containsExactly("drained");
    assertThat(child.identity().find()).isEmpty();
  }

  @Test
  void stop_childThatIgnoresTheRequest_killsItAndItsChildren() throws Exception {
    ChildProcess child =
        shell(
            "trap '' TERM; sh -c \"trap '' TERM; while :; do sleep 0.05; done\" & echo $!; wait; while :; do sleep 0.05; done");
    await().until(() -> log().tail(1).size() == 1);
    ProcessHandle grandchild =
        ProcessHandle.of(Long.parseLong(log().tail(1).getFirst())).orElseThrow();
    assertThat(child.stop(Duration.ofMillis(200))).isFalse();
    await().until(() -> !grandchild.isAlive());
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void identity_sameNumberOtherStart_isAnotherProcess() throws Exception {
    ChildProcess child = shell("echo up; sleep 60");
    ProcessIdentity recorded = child.identity();
    assertThat(recorded.find()).isPresent();
    assertThat(new ProcessIdentity(recorded.pid(), Instant.parse("2001-01-01T00:00:00Z")).find())
        .isEmpty();
  }

  private LogFile log() {
    return new LogFile(folder.resolve("child.log"), 1 << 20);
  }

  private ChildProcess shell(String script) throws IOException {
    ChildProcess child =
        ChildProcess.start(new ChildCommand(List.of("/bin/sh", "-c", script), Map.of(), log()));
    children.add(child);
    return child;
  }
}
