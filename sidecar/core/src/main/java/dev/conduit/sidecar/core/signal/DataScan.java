// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import dev.conduit.contract.DataKind;
import java.util.function.Consumer;

/**
 * Counts sensitive data in a text by its form and, where there is one, its checksum. Keeps nothing
 * of what it counts.
 *
 * <p>Idea: one pass; a character that may begin something starts a look ahead or back of bounded
 * length. A card or an account number may have blanks or hyphens between its groups. Cost: linear,
 * with at most some hundred steps for a character of a text that is made to be slow. Source:
 * decision 0017.
 */
public final class DataScan {
  private static final DataKind[] KINDS = DataKind.values();

  private final byte[] text;
  private final int[] counts = new int[KINDS.length];
  private final Numbers numbers;

  private DataScan(byte[] text) {
    this.text = text;
    this.numbers = new Numbers(text);
  }

  /** Reads a text in UTF-8. */
  public static DataScan of(byte[] text) {
    DataScan scan = new DataScan(text);
    int i = 0;
    while (i < text.length) {
      i = scan.step(i);
    }
    return scan;
  }

  /**
   * The same text at several levels of escapes: of each kind, as many as in the richest one.
   *
   * @param levels gives them to the reader, one after the other; they are not kept
   */
  public static DataScan ofLevels(Consumer<Consumer<byte[]>> levels) {
    DataScan most = new DataScan(new byte[0]);
    levels.accept(level -> most.keep(of(level)));
    return most;
  }

  private void keep(DataScan other) {
    for (int i = 0; i < KINDS.length; i++) {
      counts[i] = Math.max(counts[i], other.counts[i]);
    }
  }

  /** How many were found. */
  public int count(DataKind kind) {
    return counts[index(kind)];
  }

  private int step(int i) {
    byte b = text[i];
    int sign = Email.sign(text, i);
    if (sign > 0) {
      return found(DataKind.EMAIL, i, Email.end(text, i, sign));
    }
    boolean isStart = i == 0 || !isWord(text[i - 1]);
    if (!isStart) {
      return i + 1;
    }
    if (isDigit(b)) {
      int end = numbers.run(i);
      count(DataKind.CARD, numbers.cards());
      return end;
    }
    return switch (b) {
      case '+' -> found(DataKind.PHONE, i, numbers.phone(i));
      case '-' -> found(DataKind.PRIVATE_KEY, i, Keys.pem(text, i));
      default -> isUpper(b) || isLower(b) ? word(i) : i + 1;
    };
  }

  private int word(int i) {
    int iban = isUpper(text[i]) ? Iban.end(text, i) : i;
    if (iban > i) {
      return found(DataKind.IBAN, i, iban);
    }
    int jwt = Keys.jwt(text, i);
    return jwt > i ? found(DataKind.JWT, i, jwt) : found(DataKind.API_KEY, i, Keys.api(text, i));
  }

  /** An end that is the beginning means that there was nothing. */
  private int found(DataKind kind, int from, int end) {
    if (end > from) {
      count(kind, 1);
      return end;
    }
    return from + 1;
  }

  private void count(DataKind kind, int more) {
    counts[index(kind)] += more;
  }

  @SuppressWarnings("EnumOrdinal") // A place in an array that lives as long as this object.
  private static int index(DataKind kind) {
    return kind.ordinal();
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  static boolean isUpper(byte b) {
    return b >= 'A' && b <= 'Z';
  }

  static boolean isLower(byte b) {
    return b >= 'a' && b <= 'z';
  }

  /** Letters and digits; bytes beyond ASCII are none, so Chinese text is an edge on both sides. */
  static boolean isWord(byte b) {
    return isDigit(b) || isUpper(b) || isLower(b) || b == '_';
  }

  @Override
  public String toString() {
    return "DataScan[" + text.length + " bytes]";
  }
}
