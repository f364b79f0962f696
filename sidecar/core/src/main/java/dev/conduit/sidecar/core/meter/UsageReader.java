// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.meter;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Finds the last {@code "usage"} object near the end of an answer, streamed or not, by its bytes.
 *
 * <p>Inside strings a quote is escaped, so an unescaped {@code "usage":} before a brace is a key
 * and not something that the model wrote.
 */
public final class UsageReader {
  private static final byte[] KEY = "\"usage\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] INPUT = "\"prompt_tokens\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OUTPUT = "\"completion_tokens\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CACHED = "\"cached_tokens\"".getBytes(StandardCharsets.US_ASCII);

  private UsageReader() {}

  /** Reads the first {@code length} bytes of {@code tail}; empty when there is no usage in them. */
  public static Optional<Usage> read(byte[] tail, int length) {
    for (int at = lastIndexOf(tail, length, length); at >= 0; at = lastIndexOf(tail, at, length)) {
      int open = valueAt(tail, at + KEY.length, length);
      if (open < length && tail[open] == '{') {
        int close = closing(tail, open, length);
        long input = number(tail, open, close, INPUT);
        return input < 0
            ? Optional.empty()
            : Optional.of(
                new Usage(
                    input,
                    Math.max(0, number(tail, open, close, OUTPUT)),
                    Math.max(0, number(tail, open, close, CACHED))));
      }
    }
    return Optional.empty();
  }

  private static int lastIndexOf(byte[] b, int before, int length) {
    for (int i = Math.min(before - 1, length - KEY.length); i >= 0; i--) {
      if (matches(b, i, length, KEY)) {
        return i;
      }
    }
    return -1;
  }

  /** The first occurrence's value as a whole number, or -1. */
  private static long number(byte[] b, int from, int to, byte[] key) {
    for (int i = from; i + key.length <= to; i++) {
      if (matches(b, i, to, key)) {
        return digits(b, valueAt(b, i + key.length, to), to);
      }
    }
    return -1;
  }

  private static long digits(byte[] b, int from, int to) {
    long value = 0;
    int i = from;
    while (i < to && i - from < 18 && b[i] >= '0' && b[i] <= '9') {
      value = value * 10 + (b[i] - '0');
      i++;
    }
    return i == from ? -1 : value;
  }

  private static int valueAt(byte[] b, int from, int to) {
    int i = from;
    while (i < to && (b[i] == ' ' || b[i] == ':' || b[i] == '\n' || b[i] == '\t')) {
      i++;
    }
    return i;
  }

  private static int closing(byte[] b, int open, int length) {
    int depth = 0;
    for (int i = open; i < length; i++) {
      depth += b[i] == '{' ? 1 : b[i] == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return length;
  }

  private static boolean matches(byte[] b, int at, int to, byte[] text) {
    if (at + text.length > to) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (b[at + i] != text[i]) {
        return false;
      }
    }
    return true;
  }
}
