// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.gpu;

import dev.conduit.engine.simulator.batch.StepLoad;
import java.time.Duration;
import java.util.OptionalDouble;

/** How long one step of the batch takes. */
public sealed interface StepTime {

  Duration of(StepLoad load);

  /**
   * The roofline model: a step takes as long as the slower of reading (all weights once, and the
   * keys and values of every sequence's context) and computing (two operations per parameter and
   * token). So decoding is bound by memory and grows slowly with the batch; a prompt is bound by
   * arithmetic and grows with its length. Source: Williams, Waterman, Patterson 2009; for
   * inference: Pope et al. 2022.
   *
   * @param gpus in tensor parallel; they share reading and computing
   */
  record Roofline(GpuType gpu, int gpus, ModelShape model) implements StepTime {

    /** Shares of the data sheet that good kernels reach. */
    private static final double BANDWIDTH_REACHED = 0.8;

    private static final double FLOPS_REACHED = 0.5;

    /** Scheduling, launches and sampling of a step; each doubling of GPUs adds its all-reduces. */
    private static final double STEP_SECONDS = 0.001;

    private static final double PARALLEL_SECONDS = 0.0005;

    @Override
    public Duration of(StepLoad load) {
      double bytes = model.weightsBytes() + (double) load.contextTokens() * model.kvBytesPerToken();
      double reading = bytes / (gpu.bytesPerSecond() * gpus * BANDWIDTH_REACHED);
      double operations = 2 * model.parameters() * load.tokens();
      double computing = operations / (gpu.flopsPerSecond() * gpus * FLOPS_REACHED);
      double overhead = STEP_SECONDS + PARALLEL_SECONDS * Math.log(gpus) / Math.log(2);
      return seconds(Math.max(reading, computing) + overhead);
    }
  }

  /**
   * Rates that somebody measured or wishes for; where one is absent, what the other model says.
   *
   * @param prefillPerSecond prompt tokens a second, over all sequences
   * @param decodePerSecond generated tokens a second of each sequence, however many there are
   */
  record Mixed(StepTime otherwise, OptionalDouble prefillPerSecond, OptionalDouble decodePerSecond)
      implements StepTime {
    public Mixed {
      if (!(prefillPerSecond.orElse(1) > 0) || !(decodePerSecond.orElse(1) > 0)) {
        throw new IllegalArgumentException(
            "rates must be above 0, were %s and %s".formatted(prefillPerSecond, decodePerSecond));
      }
    }

    @Override
    public Duration of(StepLoad load) {
      Duration prefill =
          prefillPerSecond.isPresent()
              ? seconds(load.prefillTokens() / prefillPerSecond.getAsDouble())
              : part(load, load.prefillTokens(), 0);
      Duration decode =
          decodePerSecond.isPresent()
              ? seconds(Math.min(1, load.decodeTokens()) / decodePerSecond.getAsDouble())
              : part(load, 0, load.decodeTokens());
      return prefill.plus(decode);
    }

    private Duration part(StepLoad load, int prefill, int decode) {
      return prefill + decode == 0
          ? Duration.ZERO
          : otherwise.of(new StepLoad(prefill, decode, load.contextTokens()));
    }
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
