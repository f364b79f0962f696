// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.exchange;

import dev.conduit.sidecar.core.json.JsonText;
import dev.conduit.sidecar.core.json.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

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
   * Copies of the first bytes of the text: with the body's own escapes resolved, and, as what tools
   * return is often JSON inside JSON, with the escapes of what was inside resolved too, level by
   * level. One copy where no backslash is left.
   *
   * @param most bytes of the body that are read
   */
  public List<byte[]> texts(int most) {
    List<byte[]> levels = new ArrayList<>();
    levels(Math.min(to, from + most), (text, length) -> levels.add(Arrays.copyOf(text, length)));
    return levels;
  }

  /**
   * All of the text, level by level, in one array with blanks at its end: for copies of the longest
   * bodies there is no room.
   */
  public void texts(Consumer<byte[]> reader) {
    levels(
        to,
        (text, length) -> {
          Arrays.fill(text, length, text.length, (byte) ' ');
          reader.accept(text);
        });
  }

  private interface Level {
    /** The array is used again for the next one. */
    void read(byte[] text, int length);
  }

  private void levels(int end, Level reader) {
    byte[] text = new byte[end - from];
    int length = narrow(text, JsonText.copy(body, new Span(from, end), text, 0));
    reader.read(text, length);
    for (int level = 1; level < LEVELS && isEscaped(text, length); level++) {
      length = narrow(text, JsonText.copy(text, new Span(0, length), text, 0));
      reader.read(text, length);
    }
  }

  private static boolean isEscaped(byte[] text, int length) {
    for (int i = 0; i < length; i++) {
      if (text[i] == '\\') {
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
