// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

/** Addresses with a domain, such as a.b+c@mail.example.org. */
final class Email {
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_DOMAIN = 253;

  private Email() {}

  /** Past the address whose {@code @} is at {@code at}; {@code at} itself when it is none. */
  static int end(byte[] text, int at) {
    int from = at;
    while (from > 0 && at - from < LONGEST_NAME && isName(text[from - 1])) {
      from--;
    }
    if (from == at || text[at - 1] == '.') {
      return at;
    }
    return domain(text, at);
  }

  private static int domain(byte[] text, int at) {
    int end = at + 1;
    int lastDot = -1;
    boolean isLabelEmpty = true;
    while (end < text.length && end - at < LONGEST_DOMAIN) {
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
    return hasTopLevel(text, at + 1, stop) ? stop : at;
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
