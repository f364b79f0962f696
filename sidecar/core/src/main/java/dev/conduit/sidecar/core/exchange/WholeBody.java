// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.exchange;

import dev.conduit.sidecar.core.json.JsonText;
import dev.conduit.sidecar.core.json.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A request's body as text: escapes resolved, ASCII in full width made plain. For what must be
 * found wherever it stands: in messages of any role, results of tools, schemas.
 *
 * <p>Holds prompts: {@code toString} tells only the size.
 */
public final class WholeBody {
  /** JSON in JSON in JSON, and once more: deeper nesting doubles its backslashes each time. */
  private static final int LEVELS = 4;

  private final byte[] body;
  private final int from;
  private final int to;

  WholeBody(byte[] body, int from, int to) {
    this.body = body;
    this.from = from;
    this.to = to;
  }

  /** A text that stands by itself, as an answer does. */
  public static WholeBody of(String text) {
    byte[] quoted = JsonText.quote(text).getBytes(StandardCharsets.UTF_8);
    return new WholeBody(quoted, 0, quoted.length);
  }

  /** In bytes, before anything is resolved. */
  public int size() {
    return to - from;
  }

  /**
   * Copies of the text, or of its first bytes: with the body's own escapes resolved, and, as what
   * tools return is often JSON inside JSON, with the escapes of what was inside resolved too, level
   * by level. One copy where no backslash is left.
   *
   * @param most bytes of the body that are read
   */
  public List<byte[]> texts(int most) {
    int end = Math.min(to, from + most);
    List<byte[]> levels = new ArrayList<>();
    byte[] level = resolved(body, new Span(from, end));
    levels.add(level);
    while (levels.size() < LEVELS && isEscaped(level)) {
      level = resolved(level, new Span(0, level.length));
      levels.add(level);
    }
    return levels;
  }

  private static byte[] resolved(byte[] from, Span inside) {
    byte[] text = new byte[inside.to() - inside.from()];
    return Arrays.copyOf(text, narrow(text, JsonText.copy(from, inside, text, 0)));
  }

  private static boolean isEscaped(byte[] text) {
    for (byte b : text) {
      if (b == '\\') {
        return true;
      }
    }
    return false;
  }

  /** U+FF01 to U+FF5E are ASCII in full width; they come from keyboards for Chinese. */
  private static int narrow(byte[] text, int length) {
    int out = 0;
    for (int i = 0; i < length; i++) {
      if (text[i] == (byte) 0xEF && i + 2 < length && isWide(text[i + 1], text[i + 2])) {
        int base = text[i + 1] == (byte) 0xBC ? 0x20 : 0x60;
        text[out++] = (byte) (base + (text[i + 2] & 0x3F));
        i += 2;
      } else {
        text[out++] = text[i];
      }
    }
    return out;
  }

  private static boolean isWide(byte second, byte third) {
    int low = third & 0x3F;
    return (second == (byte) 0xBC && low > 0) || (second == (byte) 0xBD && low < 0x1F);
  }

  @Override
  public String toString() {
    return "WholeBody[" + size() + " bytes]";
  }
}
