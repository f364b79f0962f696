// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

/**
 * Numbers in groups of digits, one blank or hyphen between two. Used for one text; a run is looked
 * at once.
 */
final class Numbers {
  private static final int FEWEST = 13;
  private static final int MOST = 19;

  /** A card's number is written in at most so many groups. */
  private static final int GROUPS = 5;

  private final byte[] text;

  /** The last digits of the run, then where its last groups begin, counted in digits. */
  private final int[] digits = new int[32];

  private final int[] starts = new int[8];

  /** Of the run read last; one number. */
  private final int[] cards = new int[1];

  Numbers(byte[] text) {
    this.text = text;
  }

  /** Reads the run of groups that begins at {@code from} and tells where it ends. */
  int run(int from) {
    cards[0] = 0;
    int count = 0;
    int group = 0;
    int freeFrom = 0;
    int i = from;
    while (i < text.length && DataScan.isDigit(text[i])) {
      starts[group % starts.length] = count;
      while (i < text.length && DataScan.isDigit(text[i])) {
        digits[count++ % digits.length] = text[i++] - '0';
      }
      boolean isWhole = i >= text.length || !DataScan.isWord(text[i]);
      if (isWhole && isCard(group, count, freeFrom)) {
        cards[0]++;
        freeFrom = group + 1;
      }
      group++;
      boolean isJoined =
          i + 1 < text.length
              && (text[i] == ' ' || text[i] == '-')
              && DataScan.isDigit(text[i + 1]);
      i += isJoined ? 1 : 0;
    }
    return i;
  }

  /** Of the run that was read last. */
  int cards() {
    return cards[0];
  }

  /** Whether groups up to this one, of those not yet counted, are a card's number. */
  private boolean isCard(int group, int count, int freeFrom) {
    for (int first = group; first >= Math.max(freeFrom, group - GROUPS + 1); first--) {
      int start = starts[first % starts.length];
      int length = count - start;
      if (length > MOST) {
        return false;
      }
      boolean isShaped = first == group || isShaped(first, group, count);
      if (length >= FEWEST && isShaped && isIssuer(start) && isLuhn(start, count)) {
        return true;
      }
    }
    return false;
  }

  /** As printed on cards: four digits first, and three or more last. */
  private boolean isShaped(int first, int group, int count) {
    int start = starts[first % starts.length];
    int second = starts[(first + 1) % starts.length];
    int last = starts[group % starts.length];
    return second - start == 4 && count - last >= 3;
  }

  /** Card numbers begin with 2 to 6: travel, banking, retail. One of all zeroes passes Luhn too. */
  private boolean isIssuer(int start) {
    int first = digits[start % digits.length];
    return first >= 2 && first <= 6;
  }

  private boolean isLuhn(int start, int end) {
    int sum = 0;
    for (int i = end - 1; i >= start; i--) {
      int digit = digits[i % digits.length];
      int twice = 2 * digit;
      sum += (end - 1 - i) % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
    }
    return sum % 10 == 0;
  }

  /** Past a plus sign with 8 to 15 digits, blanks, hyphens and brackets between. */
  int phone(int plus) {
    int count = 0;
    int i = plus + 1;
    int end = plus;
    while (i < text.length && count <= 15 && i - plus < 32) {
      if (DataScan.isDigit(text[i])) {
        count++;
        end = i + 1;
      } else if (count == 0 || " -()".indexOf(text[i]) < 0) {
        break;
      }
      i++;
    }
    return count >= 8 && count <= 15 ? end : plus;
  }
}
