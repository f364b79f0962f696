// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.conduit.operator.core.estimate.Estimate;
import dev.conduit.operator.core.facts.ConfigFields;
import dev.conduit.operator.core.knowledge.ModelCatalogue;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The repositories of gpt-oss hold each model twice, and planners that add up files count both.
 * Measured: 13.47 to 13.72 GiB and 64.38 to 65.97 GiB loaded; one H100 holds the larger at 0.95
 * with a small batch, and was refused at the default share.
 */
class GptOssTest {
  private static final double GIB = 1L << 30;

  @Test
  void weights_bothSizes_areCountedOnce() {
    assertThat(weights("openai/gpt-oss-20b")).isCloseTo(13.6, within(0.4));
    assertThat(weights("openai/gpt-oss-120b")).isCloseTo(65.2, within(2.0));
  }

  @Test
  void verdict_largeOneOnOneCardOf80_isWhatWasMeasured() {
    assertThat(estimate("openai/gpt-oss-120b", 0.90).verdict())
        .isInstanceOf(Estimate.Verdict.Refused.class);
    assertThat(estimate("openai/gpt-oss-120b", 0.95).verdict())
        .isInstanceOf(Estimate.Verdict.Fits.class);
  }

  private static double weights(String model) {
    return estimate(model, 0.90).weights().orElseThrow() / GIB;
  }

  private static Estimate estimate(String model, double share) {
    return new CaseReading(new ModelConfigs(Map.of(), ModelCatalogue.bundled().configs()), true)
        .read(
            new ConfigFields(
                Map.of(
                    "model", model,
                    "quant", "mxfp4",
                    "engine", "vllm",
                    "engine_version", "0.10.2",
                    "gpu", "NVIDIA H100 80GB HBM3",
                    "max_model_len", 8192,
                    "gpu_memory_utilization", share)))
        .estimate();
  }
}
