// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.exchange;

/**
 * The characters of JSON strings one by one, escapes resolved, in lower case. Nothing is copied.
 * Used once, by one thread.
 */
public final class CodePoints {
  /** After the last character of a piece, and so before the next piece. */
  public static final int EDGE = -1;

  /** After the last piece. */
  public static final int END = -2;

  private final byte[] body;
  private final int[] ranges;

  /** The piece, and the offset in the body. */
  private final int[] cursor;

  /**
   * @param ranges pairs of from and to, without quotes
   */
  CodePoints(byte[] body, int[] ranges) {
    this.body = body;
    this.ranges = ranges;
    this.cursor = new int[] {0, ranges.length == 0 ? 0 : ranges[0]};
  }

  /** The next character, or {@link #EDGE}, or {@link #END}. */
  public int next() {
    int piece = cursor[0];
    int at = cursor[1];
    if (2 * piece >= ranges.length) {
      return END;
    }
    int end = ranges[2 * piece + 1];
    if (at >= end) {
      cursor[0]++;
      cursor[1] = 2 * piece + 2 < ranges.length ? ranges[2 * piece + 2] : at;
      return EDGE;
    }
    int b = body[at];
    if (b >= 0 && b != '\\') {
      cursor[1]++;
      return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
    }
    return Character.toLowerCase(b < 0 ? wide(b & 0xFF, at + 1, end) : escaped(at, end));
  }

  /** Bytes that a cut left without their head count as characters of their own. */
  private int wide(int first, int from, int end) {
    int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
    int value = first & (more == 0 ? 0x7F : 0x3F >> more);
    int i = from;
    while (i < Math.min(end, from + more)) {
      value = (value << 6) | (body[i++] & 0x3F);
    }
    cursor[1] = i;
    return value;
  }

  private int escaped(int at, int end) {
    int kind = at + 1 < end ? body[at + 1] : ' ';
    if (kind != 'u') {
      cursor[1] = at + 2;
      return kind == 'n' || kind == 'r' || kind == 't' || kind == 'b' || kind == 'f' ? ' ' : kind;
    }
    int high = unit(at, end);
    int low = at + 7 < end && body[at + 6] == '\\' ? unit(at + 6, end) : 0;
    boolean isPair = Character.isHighSurrogate((char) high) && Character.isLowSurrogate((char) low);
    cursor[1] = at + (isPair ? 12 : 6);
    return isPair ? Character.toCodePoint((char) high, (char) low) : high;
  }

  private int unit(int escape, int end) {
    int value = 0;
    for (int i = escape + 2; i < Math.min(escape + 6, end); i++) {
      value = (value << 4) | Math.max(0, Character.digit(body[i], 16));
    }
    return value;
  }
}
