// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as people write them (1m30s, 500ms), as ISO 8601 does, or in seconds. */
final class DurationFlag implements ITypeConverter<Duration> {
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");

  @Override
  public Duration convert(String text) {
    if (text.matches("\\d+(\\.\\d+)?")) {
      return seconds(Double.parseDouble(text));
    }
    if (text.startsWith("PT")) {
      return iso(text);
    }
    Matcher parts = PART.matcher(text);
    double seconds = 0;
    int end = 0;
    while (parts.find() && parts.start() == end) {
      seconds += Double.parseDouble(parts.group(1)) * unit(parts.group(2));
      end = parts.end();
    }
    if (end == 0 || end != text.length()) {
      throw refused(text);
    }
    return seconds(seconds);
  }

  private static Duration iso(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw refused(text);
    }
  }

  private static double unit(String unit) {
    return switch (unit) {
      case "ms" -> 0.001;
      case "s" -> 1;
      case "m" -> 60;
      default -> 3600;
    };
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static TypeConversionException refused(String text) {
    return new TypeConversionException(
        "'%s' is not a duration such as 2s, 500ms, 1m30s or PT2S".formatted(text));
  }
}
