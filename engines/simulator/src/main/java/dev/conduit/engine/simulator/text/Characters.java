// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Turns the bytes of one token after the other into whole characters. Confined to one thread. */
public final class Characters {
  private static final int LONGEST_CHARACTER = 4;

  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private byte[] rest = {};

  /** The characters that these bytes complete; the bytes of an unfinished one are kept. */
  public String append(byte[] bytes) {
    ByteBuffer input = ByteBuffer.allocate(rest.length + bytes.length).put(rest).put(bytes).flip();
    CharBuffer output = CharBuffer.allocate(input.remaining() + LONGEST_CHARACTER);
    decoder.decode(input, output, false);
    rest = new byte[input.remaining()];
    input.get(rest);
    return output.flip().toString();
  }
}
