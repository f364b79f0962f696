// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads what people wrote. */
public final class TextFile {
  private TextFile() {}

  /**
   * The whole text.
   *
   * @throws NotUtf8 where its bytes are no text in that encoding
   * @throws IOException where it cannot be read
   */
  public static String read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.remaining());
    CoderResult result = decoder.decode(bytes, text, true);
    if (result.isError()) {
      throw new NotUtf8(file, bytes.position(), bytes.get(bytes.position()));
    }
    return text.flip().toString();
  }

  /** Says where the first byte is that is none of a text, and what to do. */
  public static final class NotUtf8 extends FileSystemException {
    private static final long serialVersionUID = 1L;

    NotUtf8(Path file, int offset, byte found) {
      super(
          file.toString(),
          null,
          "not UTF-8 at byte offset %d (0x%02x); save the file in that encoding"
              .formatted(offset, found));
    }
  }
}
