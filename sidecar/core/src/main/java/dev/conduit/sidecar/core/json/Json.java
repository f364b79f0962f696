// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A strict JSON scanner over bytes, without state: every method takes a position and answers the
 * next one, or the complement ({@code ~offset}, negative) of the offset that is wrong.
 *
 * <p>Checks what RFC 8259 and RFC 3629 demand, so that what passes here reads the same everywhere.
 * Nesting is bounded by {@link #MAX_DEPTH}: deeper input is refused, not followed.
 */
public final class Json {
  public static final int MAX_DEPTH = 256;
  private static final long EACH = 0x0101010101010101L;
  private static final long HIGHEST = 0x8080808080808080L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Json() {}

  public static int blanks(byte[] b, int at, int end) {
    int i = at;
    while (i < end && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t')) {
      i++;
    }
    return i;
  }

  /** Past the value that begins at {@code at}. */
  public static int value(byte[] b, int at, int end, int depth) {
    if (at >= end || depth > MAX_DEPTH) {
      return ~at;
    }
    return switch (b[at]) {
      case '"' -> string(b, at, end);
      case '{' -> object(b, at, end, depth);
      case '[' -> array(b, at, end, depth);
      case 't' -> literal(b, at, end, "true");
      case 'f' -> literal(b, at, end, "false");
      case 'n' -> literal(b, at, end, "null");
      default -> number(b, at, end);
    };
  }

  /**
   * Whether what is wrong at {@code wrong} is the depth, in a text that is right up to there. For
   * messages: one more pass.
   */
  public static boolean isTooDeep(byte[] b, int at, int wrong) {
    int depth = 0;
    int i = at;
    while (i < wrong) {
      depth += b[i] == '{' || b[i] == '[' ? 1 : b[i] == '}' || b[i] == ']' ? -1 : 0;
      int next = b[i] == '"' ? string(b, i, wrong) : i + 1;
      i = next < 0 ? wrong : next;
    }
    return depth >= MAX_DEPTH;
  }

  /** Past the closing quote of the string whose opening quote is at {@code at}. */
  public static int string(byte[] b, int at, int end) {
    if (at >= end || b[at] != '"') {
      return ~at;
    }
    int i = plain(b, at + 1, end);
    while (i >= 0 && i < end) {
      byte c = b[i];
      if (c >= 0x20 && c != '"' && c != '\\') {
        i = plain(b, i + 1, end);
      } else if (c == '"') {
        return i + 1;
      } else if (c == '\\') {
        i = escape(b, i, end);
      } else {
        i = c < 0 ? Utf8.next(b, i, end) : ~i;
      }
    }
    return i < 0 ? i : ~end;
  }

  /**
   * Past bytes that stand for themselves in a string, eight at a time: at the first that does not,
   * or less than eight before the end.
   */
  private static int plain(byte[] b, int at, int end) {
    int i = at;
    while (i + Long.BYTES <= end) {
      long marks = marks((long) LONGS.get(b, i));
      if (marks != 0) {
        return i + Long.numberOfTrailingZeros(marks) / Byte.SIZE;
      }
      i += Long.BYTES;
    }
    return i;
  }

  /**
   * Marks, by their highest bits, the bytes of eight that are a quote, a backslash, a control
   * character or not ASCII. The lowest mark is right; a borrow may set wrong ones above it. Source:
   * Warren, Hacker's Delight, 6-1.
   */
  private static long marks(long word) {
    long quote = (word ^ EACH * '"') - EACH;
    long backslash = (word ^ EACH * '\\') - EACH;
    long control = word - EACH * 0x20;
    return (word | quote | backslash | control) & HIGHEST;
  }

  /** At the first backslash, or the end. */
  static int backslash(byte[] b, int at, int end) {
    int i = at;
    while (i + Long.BYTES <= end) {
      long other = (long) LONGS.get(b, i) ^ EACH * '\\';
      long marks = (other - EACH) & ~other & HIGHEST;
      if (marks != 0) {
        return i + Long.numberOfTrailingZeros(marks) / Byte.SIZE;
      }
      i += Long.BYTES;
    }
    while (i < end && b[i] != '\\') {
      i++;
    }
    return i;
  }

  /** From the colon after a key to the first byte of its value. */
  public static int colon(byte[] b, int at, int end) {
    int i = blanks(b, at, end);
    return i < end && b[i] == ':' ? blanks(b, i + 1, end) : ~i;
  }

  private static int object(byte[] b, int at, int end, int depth) {
    int i = blanks(b, at + 1, end);
    if (i < end && b[i] == '}') {
      return i + 1;
    }
    while (true) {
      i = string(b, i, end);
      i = i < 0 ? i : colon(b, i, end);
      i = i < 0 ? i : value(b, i, end, depth + 1);
      if (i < 0) {
        return i;
      }
      i = blanks(b, i, end);
      if (i < end && b[i] == '}') {
        return i + 1;
      }
      if (i >= end || b[i] != ',') {
        return ~i;
      }
      i = blanks(b, i + 1, end);
    }
  }

  private static int array(byte[] b, int at, int end, int depth) {
    int i = blanks(b, at + 1, end);
    if (i < end && b[i] == ']') {
      return i + 1;
    }
    while (true) {
      i = value(b, i, end, depth + 1);
      if (i < 0) {
        return i;
      }
      i = blanks(b, i, end);
      if (i < end && b[i] == ']') {
        return i + 1;
      }
      if (i >= end || b[i] != ',') {
        return ~i;
      }
      i = blanks(b, i + 1, end);
    }
  }

  private static int escape(byte[] b, int at, int end) {
    if (at + 1 >= end) {
      return ~end;
    }
    return switch (b[at + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
      case 'u' -> hex(b, at + 2, end);
      default -> ~(at + 1);
    };
  }

  private static int hex(byte[] b, int at, int end) {
    for (int i = at; i < at + 4; i++) {
      if (i >= end || Character.digit(b[i], 16) < 0) {
        return ~Math.min(i, end);
      }
    }
    return at + 4;
  }

  private static int literal(byte[] b, int at, int end, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (at + i >= end || b[at + i] != text.charAt(i)) {
        return ~Math.min(at + i, end);
      }
    }
    return at + text.length();
  }

  private static int number(byte[] b, int at, int end) {
    int i = b[at] == '-' ? at + 1 : at;
    int digits = digits(b, i, end);
    boolean leadingZero = digits > i + 1 && b[i] == '0';
    if (digits == i || leadingZero) {
      return ~Math.min(leadingZero ? i + 1 : i, end);
    }
    i = digits;
    if (i < end && b[i] == '.') {
      digits = digits(b, i + 1, end);
      if (digits == i + 1) {
        return ~digits;
      }
      i = digits;
    }
    return i < end && (b[i] == 'e' || b[i] == 'E') ? exponent(b, i + 1, end) : i;
  }

  private static int exponent(byte[] b, int at, int end) {
    int i = at < end && (b[at] == '+' || b[at] == '-') ? at + 1 : at;
    int digits = digits(b, i, end);
    return digits == i ? ~i : digits;
  }

  private static int digits(byte[] b, int at, int end) {
    int i = at;
    while (i < end && b[i] >= '0' && b[i] <= '9') {
      i++;
    }
    return i;
  }
}
