// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import java.nio.charset.StandardCharsets;

/** Bank accounts by country, length and remainder. Source: ISO 13616, SWIFT's registry of it. */
final class Iban {
  /** Country, then length. */
  private static final String LENGTHS =
      "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18"
          + "FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20"
          + "LV21MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SE24SI19SK24"
          + "SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20";

  private static final byte[] TABLE = LENGTHS.getBytes(StandardCharsets.US_ASCII);

  private Iban() {}

  /** Past the number that begins at {@code from}; {@code from} itself when there is none. */
  static int end(byte[] text, int from) {
    int length = from + 4 <= text.length ? length(text[from], text[from + 1]) : 0;
    if (length == 0 || !DataScan.isDigit(text[from + 2])) {
      return from;
    }
    byte[] plain = new byte[length];
    int count = 0;
    int i = from;
    while (i < text.length && count < length) {
      if (DataScan.isDigit(text[i]) || DataScan.isUpper(text[i])) {
        plain[count++] = text[i];
      } else if (text[i] != ' ' || count % 4 != 0) {
        return from;
      }
      i++;
    }
    boolean isWhole = count == length && (i == text.length || !DataScan.isWord(text[i]));
    return isWhole && remainder(plain) == 1 ? i : from;
  }

  private static int length(byte first, byte second) {
    for (int i = 0; i < TABLE.length; i += 4) {
      if (TABLE[i] == first && TABLE[i + 1] == second) {
        return (TABLE[i + 2] - '0') * 10 + (TABLE[i + 3] - '0');
      }
    }
    return 0;
  }

  /** Modulo 97, the first four characters last, letters as two digits. */
  private static int remainder(byte[] plain) {
    int rest = 0;
    for (int i = 0; i < plain.length; i++) {
      byte b = plain[(i + 4) % plain.length];
      rest = DataScan.isDigit(b) ? rest * 10 + b - '0' : rest * 100 + b - 'A' + 10;
      rest %= 97;
    }
    return rest;
  }
}
