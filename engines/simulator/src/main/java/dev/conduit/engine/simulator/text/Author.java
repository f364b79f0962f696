// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.conduit.engine.simulator.batch.Answer;
import dev.conduit.engine.surface.spi.Constraint;
import dev.conduit.engine.surface.spi.Sampling;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * Decides what a sequence will say: prose of a length of its own, or the smallest thing that keeps
 * the constraint. Equal seeds give equal answers. Safe for use by several threads.
 */
public final class Author {

  /** Natural lengths of free answers in sentences: about 45 to 180 tokens. */
  private static final int FEWEST_SENTENCES = 3;

  private static final int MOST_SENTENCES = 13;

  private final Tokenizer tokenizer;

  public Author(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * The answer to a request.
   *
   * @throws Unsatisfiable for a constraint that cannot be kept
   */
  public Answer write(Seed seed, Constraint constraint, Sampling sampling) {
    SplittableRandom random = seed.random();
    return switch (constraint) {
      case Constraint.None _ -> prose(seed, random, sampling);
      case Constraint.AnyJson _ ->
          exactly(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("simulated", true)
                  .put("text", Prose.of(seed, 1))
                  .toString());
      case Constraint.Schema schema -> exactly(JsonInstance.of(schema.schema(), random).toString());
      case Constraint.Choice choice ->
          exactly(choice.options().get(random.nextInt(choice.options().size())));
      case Constraint.Regex regex ->
          exactly(
              RegexText.matching(
                  regex.pattern(), text -> Pattern.matches(regex.pattern(), text), random));
      case Constraint.Grammar _ ->
          throw new Unsatisfiable(
              "the simulator keeps no grammars: ask for json_schema, regex or choice instead");
    };
  }

  private Answer prose(Seed seed, SplittableRandom random, Sampling sampling) {
    int sentences = random.nextInt(FEWEST_SENTENCES, MOST_SENTENCES);
    List<Integer> tokens = tokenizer.encode(Prose.of(seed, sentences));
    int length =
        sampling.ignoreEos() ? Answer.ENDLESS : Math.max(tokens.size(), sampling.minTokens());
    return new Answer(tokens, length);
  }

  private Answer exactly(String text) {
    if (text.isEmpty()) {
      throw new Unsatisfiable("the constraint leaves only an empty answer");
    }
    List<Integer> tokens = tokenizer.encode(text);
    return new Answer(tokens, tokens.size());
  }
}
