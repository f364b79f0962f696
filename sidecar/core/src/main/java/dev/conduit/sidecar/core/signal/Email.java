// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

/** Addresses with a domain, such as a.b+c@mail.example.org, also as they stand in a URL. */
final class Email {
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_DOMAIN = 253;

  private Email() {}

  /** How long the {@code @} at a place is: 3 for the {@code %40} of a URL, 0 for none. */
  static int sign(byte[] text, int at) {
    if (text[at] == '@') {
      return 1;
    }
    boolean isEncoded =
        text[at] == '%' && at + 2 < text.length && text[at + 1] == '4' && text[at + 2] == '0';
    return isEncoded ? 3 : 0;
  }

  /**
   * Past the address whose {@code @} is at {@code at}; {@code at} itself when it is none.
   *
   * @param sign how long the {@code @} is
   */
  static int end(byte[] text, int at, int sign) {
    int from = at;
    while (from > 0 && at - from < LONGEST_NAME && isName(text[from - 1])) {
      from--;
    }
    if (from == at || text[at - 1] == '.') {
      return at;
    }
    int end = domain(text, at + sign);
    return end < 0 ? at : end;
  }

  /** Past the domain that begins there; negative when it is none. */
  private static int domain(byte[] text, int from) {
    int end = from;
    int lastDot = -1;
    boolean isLabelEmpty = true;
    while (end < text.length && end - from < LONGEST_DOMAIN) {
      if (text[end] == '.' && !isLabelEmpty) {
        lastDot = end;
        isLabelEmpty = true;
      } else if (DataScan.isWord(text[end]) || (text[end] == '-' && !isLabelEmpty)) {
        isLabelEmpty = false;
      } else {
        break;
      }
      end++;
    }
    int stop = isLabelEmpty && lastDot == end - 1 ? lastDot : end;
    return hasTopLevel(text, from, stop) ? stop : -1;
  }

  /** The last label has two letters or more and no digits. */
  private static boolean hasTopLevel(byte[] text, int from, int end) {
    int i = end;
    while (i > from && text[i - 1] != '.') {
      if (!DataScan.isLower(text[i - 1]) && !DataScan.isUpper(text[i - 1])) {
        return false;
      }
      i--;
    }
    return i > from && end - i >= 2;
  }

  private static boolean isName(byte b) {
    return DataScan.isWord(b) || b == '.' || b == '-' || b == '+' || b == '%';
  }
}
