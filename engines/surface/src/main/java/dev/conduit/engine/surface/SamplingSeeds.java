// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.spi.Sampling;
import java.util.OptionalLong;

/**
 * Gives each of {@code n} answers a seed of its own, so that a seeded request repeats all of them.
 */
final class SamplingSeeds {

  private SamplingSeeds() {}

  static Sampling ofAnswer(Sampling s, int index) {
    if (index == 0 || s.seed().isEmpty()) {
      return s;
    }
    return new Sampling(
        s.temperature(),
        s.topP(),
        s.topK(),
        s.minP(),
        s.presencePenalty(),
        s.frequencyPenalty(),
        s.repetitionPenalty(),
        OptionalLong.of(s.seed().getAsLong() + index),
        s.logitBias(),
        s.minTokens(),
        s.ignoreEos());
  }
}
