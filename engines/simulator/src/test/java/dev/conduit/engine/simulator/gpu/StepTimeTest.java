// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conduit.engine.simulator.batch.StepLoad;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StepTimeTest {

  private static final GpuType H100 = GpuType.named("H100").orElseThrow();
  private static final ModelShape LLAMA_8B = ModelShape.guessedFrom("Llama-3.1-8B");

  private static double millis(StepTime time, int prefill, int decode, long context) {
    return time.of(new StepLoad(prefill, decode, context)).toNanos() / 1e6;
  }

  @Test
  void roofline_oneSequence_decodesAtTheSpeedOfItsWeights() {
    StepTime time = new StepTime.Roofline(H100, 1, LLAMA_8B);
    assertThat(1_000 / millis(time, 0, 1, 500)).as("tokens a second").isBetween(120.0, 160.0);
  }

  @Test
  void roofline_largerBatch_costsLittleMoreAndGivesMuchMore() {
    StepTime time = new StepTime.Roofline(H100, 1, LLAMA_8B);
    assertThat(millis(time, 0, 64, 64 * 500)).isLessThan(1.5 * millis(time, 0, 1, 500));
  }

  @Test
  void roofline_longContexts_areReadAgainForEveryToken() {
    StepTime time = new StepTime.Roofline(H100, 1, LLAMA_8B);
    assertThat(millis(time, 0, 64, 64 * 8_000)).isGreaterThan(3 * millis(time, 0, 64, 64 * 500));
  }

  @Test
  void roofline_prompt_isBoundByArithmetic() {
    StepTime time = new StepTime.Roofline(H100, 1, LLAMA_8B);
    assertThat(millis(time, 8_192, 0, 8_192) / millis(time, 4_096, 0, 4_096)).isBetween(1.9, 2.1);
  }

  @Test
  void roofline_moreGpus_areFasterButNotByTheirNumber() {
    double one = millis(new StepTime.Roofline(H100, 1, LLAMA_8B), 0, 1, 500);
    double four = millis(new StepTime.Roofline(H100, 4, LLAMA_8B), 0, 1, 500);
    assertThat(one / four).isBetween(1.5, 3.9);
  }

  private static final StepTime ROOFLINE = new StepTime.Roofline(H100, 1, LLAMA_8B);

  private static StepTime rates(double prefill, double decode) {
    return new StepTime.Mixed(ROOFLINE, OptionalDouble.of(prefill), OptionalDouble.of(decode));
  }

  @Test
  void mixed_bothRates_areKept() {
    StepTime time = rates(1_000, 50);
    assertThat(time.of(new StepLoad(0, 8, 100_000))).isEqualTo(Duration.ofMillis(20));
    assertThat(time.of(new StepLoad(500, 0, 500))).isEqualTo(Duration.ofMillis(500));
    assertThat(time.of(new StepLoad(500, 1, 500))).isEqualTo(Duration.ofMillis(520));
    assertThatThrownBy(() -> rates(0, 1)).hasMessageStartingWith("rates must be above 0");
  }

  @Test
  void mixed_oneRate_leavesTheOtherToTheGpu() {
    StepTime time = new StepTime.Mixed(ROOFLINE, OptionalDouble.empty(), OptionalDouble.of(10));
    StepLoad prompt = new StepLoad(4_096, 0, 4_096);
    assertThat(time.of(prompt)).isEqualTo(ROOFLINE.of(prompt));
    assertThat(time.of(new StepLoad(0, 1, 10))).isEqualTo(Duration.ofMillis(100));
  }
}
