// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.metrics;

/** Upper bounds of vLLM's histograms, without the infinite one; tokens, counts or seconds. */
final class Buckets {

  private static final double[] SIZES = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};
  private static final double[] STEPS = {
    1, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384
  };
  private static final double[] CHOICES = {1, 2, 5, 10, 20};
  private static final double[] PREEMPTIONS = {1, 2, 3, 4, 5, 10, 20};
  private static final double[] FIRST = {
    0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40,
    80, 160, 640, 2560
  };
  private static final double[] BETWEEN = {
    0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80
  };
  private static final double[] PHASES = {
    0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680
  };

  private Buckets() {}

  static double[] of(Metric histogram) {
    return switch (histogram) {
      case ITERATION_TOKENS_TOTAL -> STEPS.clone();
      case REQUEST_PARAMS_N -> CHOICES.clone();
      case REQUEST_NUM_PREEMPTIONS -> PREEMPTIONS.clone();
      case TIME_TO_FIRST_TOKEN_SECONDS -> FIRST.clone();
      case INTER_TOKEN_LATENCY_SECONDS, REQUEST_TIME_PER_OUTPUT_TOKEN_SECONDS -> BETWEEN.clone();
      case REQUEST_PROMPT_TOKENS,
          REQUEST_GENERATION_TOKENS,
          REQUEST_MAX_NUM_GENERATION_TOKENS,
          REQUEST_PARAMS_MAX_TOKENS,
          REQUEST_PREFILL_KV_COMPUTED_TOKENS ->
          SIZES.clone();
      default -> PHASES.clone();
    };
  }
}
