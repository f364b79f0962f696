// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.knowledge;

import dev.conduit.operator.core.facts.Anatomy;
import dev.conduit.operator.core.facts.Memory;
import dev.conduit.operator.core.facts.Parameters;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The shape that models of up to so many parameters commonly have, for one of which only the size
 * is known. Source: the models of the catalogue.
 */
record Guess(long upTo, int layers, int heads, int kvHeads, int headDim) {
  private static final int CONTEXT = 4096;

  private static final List<Guess> BY_SIZE =
      List.of(
          new Guess(300_000_000L, 30, 9, 3, 64),
          new Guess(1_000_000_000L, 32, 16, 8, 64),
          new Guess(2_500_000_000L, 28, 16, 8, 128),
          new Guess(5_000_000_000L, 36, 32, 8, 128),
          new Guess(11_000_000_000L, 40, 32, 8, 128),
          new Guess(40_000_000_000L, 64, 40, 8, 128),
          new Guess(Long.MAX_VALUE, 80, 64, 8, 128));

  /** A dense model with so many parameters. */
  static Anatomy of(long parameters) {
    Guess guess =
        BY_SIZE.stream()
            .filter(each -> parameters <= each.upTo)
            .findFirst()
            .orElse(BY_SIZE.getLast());
    return guess.anatomy(parameters);
  }

  private Anatomy anatomy(long parameters) {
    int hidden = heads * headDim;
    return new Anatomy(
        "",
        Parameters.declared(parameters, 0, false),
        Collections.nCopies(layers, Memory.Tokens.ofAll(kvHeads, 2 * headDim)),
        hidden,
        4L * hidden,
        0,
        heads,
        0,
        CONTEXT,
        2,
        0,
        0,
        false,
        "",
        Optional.empty(),
        true);
  }
}
