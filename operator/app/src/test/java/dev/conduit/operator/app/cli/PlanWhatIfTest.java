// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.operator.app.console.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlanWhatIfTest {
  @TempDir Path folder;

  private Terminal terminal = new Terminal(Path.of("."));

  @BeforeEach
  void write() throws IOException {
    terminal = new Terminal(folder);
    Files.copy(
        Path.of("src/test/resources/golden/what-if/does-not-fit-any-more/block.yaml"),
        folder.resolve("block.yaml"));
    Files.copy(
        Path.of("src/test/resources/golden/what-if/does-not-fit-any-more/nodes.yaml"),
        folder.resolve("nodes.txt"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replcas=2               | unknown key \"replcas\"; did you mean \"replicas\"?",
        "speed=2                 | unknown key \"speed\"; there is gpu, count",
        "chatt:replicas=2        | unknown block \"chatt\"; did you mean \"chat\"?",
        "replicas                | \"replicas\" has no value; write KEY=VALUE",
        "replicas=               | replicas has no value",
        "replicas=2,chat:replicas=3 | default/chat gets replicas more than once; give it once",
        "chat:count=2,chat:tensorParallel=2 | default/chat gets count and tensorParallel",
      })
  void whatIf_misused_namesWhatAndTheWayOut(String change, String message) {
    assertThat(plan(change)).isEqualTo(ExitCode.USAGE.status());
    assertThat(terminal.err()).contains(message);
    assertThat(terminal.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chat:replicas=-1        | default/chat spec.replicas: Invalid value: -1",
        "chat:replicas=two       | default/chat spec.replicas: Invalid value",
        "chat:maxModelLen=3      | default/chat spec.models[0].maxModelLen: Invalid value: 3",
        "chat:kvCacheDtype=fp4   | default/chat spec.models[0].kvCacheDtype",
      })
  void whatIf_aBlockThatCannotBe_isInvalid(String change, String message) {
    assertThat(plan(change)).isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.err()).contains(message);
  }

  @Test
  void whatIf_listOfTypesAndBlockPrefix_areUnderstood() {
    assertThat(plan("block.chat:gpu=B200-180GB,L40S,default/long:replicas=2")).isZero();
    assertThat(terminal.out())
        .contains("chat spec.compute.gpu=B200-180GB,L40S", "long spec.replicas=2");
  }

  @Test
  void whatIf_nothingDifferent_saysSo() {
    assertThat(plan("chat:replicas=1")).isZero();
    assertThat(terminal.out()).contains("that changes nothing");
  }

  @Test
  void plan_noReplicas_saysThatNothingRuns() {
    assertThat(plan("replicas=0")).isZero();
    assertThat(terminal.out())
        .contains("default/chat asks for 0 replicas, so nothing of it will run", "nothing would");
  }

  private int plan(String change) {
    return terminal.run(
        "plan",
        "-f",
        folder.resolve("block.yaml").toString(),
        "--nodes",
        folder.resolve("nodes.txt").toString(),
        "--what-if",
        change);
  }
}
