// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.OptionalLong;

/** A model's files in a local folder, a mounted volume for example. */
public record Folder(Path path) implements ModelFiles {
  @Override
  public OptionalLong size(String name) throws IOException {
    Path file = path.resolve(name);
    return Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
  }

  @Override
  public byte[] read(String name, long from, int length) throws IOException {
    try (FileChannel file = FileChannel.open(path.resolve(name), StandardOpenOption.READ)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.clamp(file.size() - from, 0, length));
      long at = from;
      while (bytes.hasRemaining()) {
        int got = file.read(bytes, at);
        if (got < 0) {
          break;
        }
        at += got;
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    }
  }
}
