// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * The bounds on regular expressions: RE2's syntax, which an engine matches in time linear in the
 * text, and a size that keeps the factor small.
 *
 * <p>Size is counted in instructions of the compiled program; one step of one instruction on one
 * character is the unit of work. Source: decision 0017.
 */
public final class Expression {
  /** Of one expression. */
  public static final int MAX_SIZE = 1_000;

  /** Of all expressions of a policy together. */
  public static final int MAX_TOTAL = 4_000;

  /** No text that is read is longer, in bytes. */
  public static final int MAX_TEXT = 1 << 20;

  /** Steps that all expressions of a policy may take for one request. */
  public static final int MAX_STEPS = 1 << 22;

  private static final int LONGEST = 1_024;

  private Expression() {}

  /** Compiles an expression that {@link #problem} has no word against. */
  public static Pattern compile(String text) {
    return Pattern.compile(text, Pattern.DISABLE_UNICODE_GROUPS);
  }

  /** What is wrong with the expression and what to do about it. */
  public static Optional<String> problem(String text) {
    if (text.length() > LONGEST) {
      return Optional.of("it has " + text.length() + " characters; at most " + LONGEST);
    }
    if (Repetitions.expanded(text) > 8L * MAX_SIZE) {
      return Optional.of(tooBig("after its repetitions are written out"));
    }
    try {
      int size = compile(text).programSize();
      return size > MAX_SIZE
          ? Optional.of(tooBig("it compiles to " + size + " instructions"))
          : Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of(
          e.getDescription()
              + (e.getPattern().isEmpty() ? "" : ": " + e.getPattern())
              + "; RE2 has no look-around and no back-references");
    }
  }

  private static String tooBig(String how) {
    return "it is too big, " + how + "; at most " + MAX_SIZE + ": use smaller repetitions";
  }

  /** Bytes of a text that expressions of this size together may read. */
  public static int readable(int totalSize) {
    return Math.min(MAX_TEXT, MAX_STEPS / Math.max(1, totalSize));
  }
}
