// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

/** What a character that belongs to no word tells. */
final class Signs {
  private static final int IDEOGRAPHIC_STOP = 0xE38082;
  private static final int WIDE_QUESTION = 0xEFBC9F;

  private Signs() {}

  /** {@link Measure#BYTES} stands for nothing in particular. */
  static Measure of(byte[] text, int from, int end, int length) {
    if (end - from > 1) {
      return wide(text, from, end);
    }
    boolean isLast = end >= length || (text[end] <= ' ' && text[end] >= 0);
    return switch (text[from]) {
      case '?' -> Measure.QUESTIONS;
      case '.', '!' -> isLast ? Measure.SENTENCES : Measure.BYTES;
      case ',' -> Measure.COMMAS;
      case ';', ':', '(', ')' -> Measure.BRACKETS;
      case '`' -> isFence(text, from, length) ? Measure.FENCES : Measure.BYTES;
      case '+', '-', '*', '/', '=', '^', '<', '>', '%', '$', '\\', '{', '}', '|', '[', ']' ->
          Measure.SYMBOLS;
      default -> Measure.BYTES;
    };
  }

  /** At its first character, so that a fence counts once. */
  private static boolean isFence(byte[] text, int at, int length) {
    boolean isFirst = at == 0 || text[at - 1] != '`';
    return isFirst && at + 2 < length && text[at + 1] == '`' && text[at + 2] == '`';
  }

  private static Measure wide(byte[] text, int from, int end) {
    if (end - from != 3) {
      return Measure.BYTES;
    }
    int c = ((text[from] & 0xFF) << 16) | ((text[from + 1] & 0xFF) << 8) | (text[from + 2] & 0xFF);
    return switch (c) {
      case IDEOGRAPHIC_STOP -> Measure.SENTENCES;
      case WIDE_QUESTION -> Measure.QUESTIONS;
      default -> Measure.BYTES;
    };
  }
}
