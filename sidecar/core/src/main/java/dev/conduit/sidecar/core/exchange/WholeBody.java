// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.exchange;

import dev.conduit.sidecar.core.json.JsonText;
import dev.conduit.sidecar.core.json.Span;
import java.util.Arrays;

/**
 * A request's body as text: escapes resolved, ASCII in full width made plain. For what must be
 * found wherever it stands: in messages of any role, results of tools, schemas.
 *
 * <p>Holds prompts: {@code toString} tells only the size.
 */
public final class WholeBody {
  private final byte[] body;
  private final int from;
  private final int to;

  WholeBody(byte[] body, int from, int to) {
    this.body = body;
    this.from = from;
    this.to = to;
  }

  /** In bytes, before anything is resolved. */
  public int size() {
    return to - from;
  }

  /** A copy of the text, or of its first bytes; {@code most} bounds what is read. */
  public byte[] text(int most) {
    int end = Math.min(to, from + most);
    byte[] text = new byte[end - from];
    return Arrays.copyOf(text, narrow(text, JsonText.copy(body, new Span(from, end), text, 0)));
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
