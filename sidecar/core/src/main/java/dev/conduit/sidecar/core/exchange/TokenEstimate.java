// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.exchange;

/**
 * How many tokens a text is likely to have, by its bytes as they stand in JSON.
 *
 * <p>Idea: a tokenizer cuts where one kind of byte follows another: a letter after a blank begins a
 * token, one after a letter mostly does not. Each pair of kinds has a weight, fitted by least
 * squares on what cl100k_base and o200k_base count on average. Cost: one step a byte; of a text
 * longer than 2 KiB eight slices are read, spread evenly, so no more than 2 KiB. Error: {@code make
 * bench-tokens}, docs/routing.md. Source: decision 0024.
 */
final class TokenEstimate {
  /** Weight of one token. */
  static final int UNIT = 64;

  private static final int SLICE = 256;
  private static final int SLICES = 8;

  /** No text has fewer: sixteen bytes a token. */
  private static final int LEAST = 4;

  private static final int SHIFT = 4;
  private static final int LOWER = 0;
  private static final int UPPER = 1;
  private static final int DIGIT = 2;
  private static final int BLANK = 3;
  private static final int SIGN = 4;
  private static final int ESCAPE = 5;
  private static final int LEAD = 6;
  private static final int FOLLOWING = 7;
  private static final int LONG_LEAD = 8;

  /** A row for the kind before, a column for the kind that follows it. */
  private static final byte[][] FITTED = {
    {6, 18, 78, 1, 56, 30, 38, 21, 9},
    {15, 10, 46, -9, 46, 37, 33, 21, 22},
    {54, 61, 17, 25, 78, 71, 23, 21, 23},
    {42, 65, 90, 8, 52, 47, 24, 21, 14},
    {11, -16, 56, 12, -1, -35, 21, 21, 29},
    {59, 16, 16, 16, 45, 13, 21, 21, 21},
    {16, 16, 16, 16, 16, 16, 21, 32, 21},
    {30, 19, 23, 41, 29, 17, -2, 19, 27},
    {16, 16, 16, 16, 16, 16, 21, 19, 21},
  };

  private static final byte[] KINDS = kinds();
  private static final byte[] WEIGHTS = weights();

  private TokenEstimate() {}

  /** In {@link #UNIT} of a token. */
  static long weigh(byte[] b, int from, int to) {
    int length = to - from;
    if (length <= SLICE * SLICES) {
      return sum(b, from, to);
    }
    long sum = 0;
    for (int i = 0; i < SLICES; i++) {
      int at = from + (int) ((long) (length - SLICE) * i / (SLICES - 1));
      sum += sum(b, at, at + SLICE);
    }
    return sum * length / (SLICE * SLICES);
  }

  private static long sum(byte[] b, int from, int to) {
    int sum = 0;
    int before = BLANK << SHIFT;
    for (int i = from; i < to; i++) {
      int kind = KINDS[b[i] & 0xFF];
      sum += WEIGHTS[before | kind];
      before = kind << SHIFT;
    }
    return Math.max(sum, (to - from) * LEAST);
  }

  private static byte[] weights() {
    byte[] flat = new byte[FITTED.length << SHIFT];
    for (int i = 0; i < FITTED.length; i++) {
      System.arraycopy(FITTED[i], 0, flat, i << SHIFT, FITTED[i].length);
    }
    return flat;
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    for (int c = 0; c < kinds.length; c++) {
      kinds[c] = (byte) kind(c);
    }
    return kinds;
  }

  private static int kind(int c) {
    if (c >= 0x80) {
      return c < 0xC0 ? FOLLOWING : c < 0xE0 ? LEAD : LONG_LEAD;
    }
    if (c >= 'a' && c <= 'z') {
      return LOWER;
    }
    if (c >= 'A' && c <= 'Z') {
      return UPPER;
    }
    if (c >= '0' && c <= '9') {
      return DIGIT;
    }
    return c == ' ' ? BLANK : c == '\\' ? ESCAPE : SIGN;
  }
}
