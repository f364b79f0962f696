// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.json;

/** Well-formedness of UTF-8 sequences of more than one byte. Source: RFC 3629, section 4. */
final class Utf8 {
  private Utf8() {}

  /**
   * Past the sequence that begins at {@code at} with a byte of at least 0x80, or {@code ~at} when
   * it is overlong, a surrogate, beyond U+10FFFF, cut off, or not the beginning of one.
   */
  static int next(byte[] b, int at, int end) {
    int lead = b[at] & 0xff;
    if (lead >= 0xc2 && lead <= 0xdf) {
      return tail(b, at, end, 1);
    }
    if (lead >= 0xe0 && lead <= 0xef) {
      int low = lead == 0xe0 ? 0xa0 : 0x80;
      int high = lead == 0xed ? 0x9f : 0xbf;
      return second(b, at, end, low, high) ? tail(b, at, end, 2) : ~at;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
      int low = lead == 0xf0 ? 0x90 : 0x80;
      int high = lead == 0xf4 ? 0x8f : 0xbf;
      return second(b, at, end, low, high) ? tail(b, at, end, 3) : ~at;
    }
    return ~at;
  }

  private static boolean second(byte[] b, int at, int end, int low, int high) {
    return at + 1 < end && (b[at + 1] & 0xff) >= low && (b[at + 1] & 0xff) <= high;
  }

  private static int tail(byte[] b, int at, int end, int count) {
    if (at + count >= end) {
      return ~at;
    }
    for (int i = at + 1; i <= at + count; i++) {
      if ((b[i] & 0xc0) != 0x80) {
        return ~at;
      }
    }
    return at + count + 1;
  }
}
