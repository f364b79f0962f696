// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.text;

import java.util.List;
import java.util.SplittableRandom;

/** A parsed regular expression that can write a text it matches. */
sealed interface RegexNode {

  /** How often a loop without a bound runs beyond its minimum, at most. */
  int UNBOUNDED_EXTRA = 6;

  void write(SplittableRandom random, StringBuilder text);

  /** One of these characters. */
  record OneOf(List<Character> options) implements RegexNode {
    public OneOf {
      options = List.copyOf(options);
      if (options.isEmpty()) {
        throw new Unsatisfiable("a class of the regular expression has no printable character");
      }
    }

    @Override
    public void write(SplittableRandom random, StringBuilder text) {
      text.append((char) options.get(random.nextInt(options.size())));
    }
  }

  record Sequence(List<RegexNode> parts) implements RegexNode {
    @Override
    public void write(SplittableRandom random, StringBuilder text) {
      parts.forEach(part -> part.write(random, text));
    }
  }

  record Choice(List<RegexNode> options) implements RegexNode {
    @Override
    public void write(SplittableRandom random, StringBuilder text) {
      options.get(random.nextInt(options.size())).write(random, text);
    }
  }

  /**
   * A loop.
   *
   * @param max {@link Integer#MAX_VALUE} when it has no bound
   */
  record Repeat(RegexNode node, int min, int max) implements RegexNode {
    @Override
    public void write(SplittableRandom random, StringBuilder text) {
      int most = Math.min(max, min + UNBOUNDED_EXTRA);
      int times = random.nextInt(min, most + 1);
      for (int i = 0; i < times; i++) {
        node.write(random, text);
      }
    }
  }
}
