// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.text;

import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Makes up texts that match a regular expression from end to end. */
final class RegexText {
  private static final int ATTEMPTS = 200;

  private RegexText() {}

  /**
   * A text that matches and is acceptable.
   *
   * @throws Unsatisfiable for an expression beyond {@link RegexParser}, or when no such text turned
   *     up
   */
  static String matching(String pattern, Predicate<String> acceptable, SplittableRandom random) {
    RegexNode node = RegexParser.parse(pattern);
    Pattern check = compile(pattern);
    for (int i = 0; i < ATTEMPTS; i++) {
      StringBuilder text = new StringBuilder();
      node.write(random, text);
      String candidate = text.toString();
      if (check.matcher(candidate).find() && acceptable.test(candidate)) {
        return candidate;
      }
    }
    throw new Unsatisfiable("no text was found for the regular expression " + pattern);
  }

  private static Pattern compile(String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new Unsatisfiable("the regular expression is not valid: " + e.getDescription());
    }
  }
}
