// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.estimate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An engine's version, as far as sizes depend on it.
 *
 * @param text as given
 * @param major zero for all of vLLM so far
 * @param minor such as 11 of 0.11.2
 * @param patch zero when only a series is given
 * @param isKnown whether the text had a version in it
 */
public record EngineVersion(String text, int major, int minor, int patch, boolean isKnown) {
  /** What is assumed when none is given: between the old and the new sampler. */
  private static final EngineVersion ASSUMED = new EngineVersion("", 0, 12, 0, false);

  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?");

  public static EngineVersion parse(String text) {
    if (text.contains("NIM ")) {
      // NVIDIA's microservice numbers itself: 1.x holds vLLM 0.9, 2.x one of 2026.
      boolean first = text.contains("NIM 1.");
      return new EngineVersion(text, 0, first ? 9 : 20, 0, true);
    }
    Matcher numbers = NUMBERS.matcher(text);
    if (!numbers.find() || numbers.group(1).length() > 3) {
      return new EngineVersion(text, ASSUMED.major, ASSUMED.minor, 0, false);
    }
    return new EngineVersion(
        text,
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)),
        numbers.group(3) == null ? 0 : Integer.parseInt(numbers.group(3)),
        true);
  }

  public boolean isBefore(int otherMajor, int otherMinor, int otherPatch) {
    if (major != otherMajor) {
      return major < otherMajor;
    }
    return minor != otherMinor ? minor < otherMinor : patch < otherPatch;
  }

  public boolean isFrom(int otherMajor, int otherMinor) {
    return !isBefore(otherMajor, otherMinor, 0);
  }
}
