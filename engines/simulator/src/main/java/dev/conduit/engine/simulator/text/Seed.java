// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.text;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Where the randomness of an answer comes from: equal seeds give equal answers.
 *
 * @param value mixed from all that an answer depends on
 */
public record Seed(long value) {

  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  public Seed with(long part) {
    return new Seed(new SplittableRandom(value ^ (part * FACTOR)).nextLong());
  }

  public Seed with(String part) {
    return with(part.hashCode()).with(part.length());
  }

  public Seed with(List<Integer> tokens) {
    Seed mixed = this;
    for (int token : tokens) {
      mixed = new Seed(mixed.value * 31 + token);
    }
    return mixed.with(tokens.size());
  }

  public SplittableRandom random() {
    return new SplittableRandom(value);
  }
}
