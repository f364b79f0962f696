// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.text;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A real byte-level BPE tokenizer (o200k) with two further ids, for the marks that open and close a
 * turn of a conversation. Safe for use by several threads.
 */
public final class Tokenizer {

  /** Opens a turn. */
  public static final int TURN_START = 200_100;

  /** Closes a turn. */
  public static final int TURN_END = 200_101;

  /** Ids of o200k's ordinary tokens are below. */
  static final int VOCABULARY = 199_998;

  private static final String TURN_START_TEXT = "<|im_start|>";
  private static final String TURN_END_TEXT = "<|im_end|>";

  private final Encoding encoding;

  public Tokenizer() {
    encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  }

  /** The ids of a text; the marks of turns in it are plain text. */
  public List<Integer> encode(String text) {
    return encoding.encodeOrdinary(text).boxed();
  }

  /** The bytes of an id; empty for an id that the vocabulary does not have. */
  public Optional<byte[]> bytes(int id) {
    if (id == TURN_START) {
      return Optional.of(TURN_START_TEXT.getBytes(StandardCharsets.UTF_8));
    }
    if (id == TURN_END) {
      return Optional.of(TURN_END_TEXT.getBytes(StandardCharsets.UTF_8));
    }
    if (id < 0 || id >= VOCABULARY) {
      return Optional.empty();
    }
    IntArrayList one = new IntArrayList(1);
    one.add(id);
    return Optional.of(encoding.decodeBytes(one));
  }

  /** The text of ids; a character whose bytes are incomplete becomes U+FFFD. */
  public Decoded decode(List<Integer> ids) {
    List<byte[]> parts = new ArrayList<>(ids.size());
    int length = 0;
    for (int id : ids) {
      Optional<byte[]> part = bytes(id);
      if (part.isEmpty()) {
        return new Decoded.Unknown(id);
      }
      parts.add(part.get());
      length += part.get().length;
    }
    byte[] all = new byte[length];
    int position = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, position, part.length);
      position += part.length;
    }
    return new Decoded.Text(new String(all, StandardCharsets.UTF_8));
  }

  /** What decoding comes to. */
  public sealed interface Decoded {
    record Text(String text) implements Decoded {}

    /** An id that is not in the vocabulary. */
    record Unknown(int id) implements Decoded {}
  }
}
