// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as specs write them: {@code 500ms}, {@code 1.5s}, {@code 1h30m}. */
public final class DurationText {
  private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h)");

  private DurationText() {}

  /**
   * @throws IllegalArgumentException for another form, which the schema rules out
   */
  public static Duration parse(String text) {
    Matcher part = PART.matcher(text);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (part.lookingAt()) {
      double millis = Double.parseDouble(part.group(1)) * millis(part.group(2));
      sum = sum.plusMillis(Math.round(millis));
      end = part.end();
      part.region(end, text.length());
    }
    if (end == 0 || end != text.length()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a duration such as 500ms, 1.5s or 1h30m");
    }
    return sum;
  }

  private static double millis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      default -> 3_600_000;
    };
  }
}
