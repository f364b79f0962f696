// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.json;

import java.nio.charset.StandardCharsets;

/** JSON strings to and from Java strings. */
public final class JsonText {
  private JsonText() {}

  /** The text of a valid JSON string that stands with its quotes at {@code span}. */
  public static String decode(byte[] body, Span span) {
    int from = span.from() + 1;
    int to = span.to() - 1;
    for (int i = from; i < to; i++) {
      if (body[i] == '\\') {
        return unescape(new String(body, from, to - from, StandardCharsets.UTF_8));
      }
    }
    return new String(body, from, to - from, StandardCharsets.UTF_8);
  }

  /** The text as a JSON string with its quotes. */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16).append('"');
    for (int i = 0; i < text.length(); i++) {
      escape(out, text.charAt(i));
    }
    return out.append('"').toString();
  }

  private static void escape(StringBuilder out, char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < 0x20 || Character.isSurrogate(c)) {
          out.append("\\u").append(Character.forDigit(c >> 12, 16));
          out.append(Character.forDigit(c >> 8 & 15, 16));
          out.append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
        } else {
          out.append(c);
        }
      }
    }
  }

  private static String unescape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        i++;
      } else if (text.charAt(i + 1) == 'u') {
        out.append((char) Integer.parseInt(text, i + 2, i + 6, 16));
        i += 6;
      } else {
        out.append(plain(text.charAt(i + 1)));
        i += 2;
      }
    }
    return out.toString();
  }

  /**
   * Copies the text inside a JSON string as UTF-8, escapes resolved. An escape that {@code inside}
   * cuts in two is left out. Never writes more bytes than it reads, nor ahead of them, so that a
   * text may be copied onto its own beginning.
   *
   * @param inside without quotes
   * @param at where in {@code into} to begin
   * @return past the last byte written
   */
  public static int copy(byte[] body, Span inside, byte[] into, int at) {
    int i = inside.from();
    int out = at;
    while (i < inside.to()) {
      if (body[i] != '\\') {
        int end = Json.backslash(body, i + 1, inside.to());
        System.arraycopy(body, i, into, out, end - i);
        out += end - i;
        i = end;
      } else if (i + 1 < inside.to() && body[i + 1] != 'u') {
        into[out++] = (byte) plain((char) body[i + 1]);
        i += 2;
      } else {
        out = i + 6 <= inside.to() ? unicode(body, i + 2, into, out) : out;
        i += 6;
      }
    }
    return out;
  }

  /** Halves of a surrogate pair become three bytes each: enough to be told apart. */
  private static int unicode(byte[] body, int at, byte[] into, int out) {
    int c = 0;
    for (int i = at; i < at + 4; i++) {
      c = (c << 4) | Math.max(0, Character.digit(body[i], 16));
    }
    int i = out;
    if (c < 0x80) {
      into[i++] = (byte) c;
    } else if (c < 0x800) {
      into[i++] = (byte) (0xC0 | (c >> 6));
      into[i++] = (byte) (0x80 | (c & 63));
    } else {
      into[i++] = (byte) (0xE0 | (c >> 12));
      into[i++] = (byte) (0x80 | ((c >> 6) & 63));
      into[i++] = (byte) (0x80 | (c & 63));
    }
    return i;
  }

  private static char plain(char escaped) {
    return switch (escaped) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> escaped;
    };
  }
}
