// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import dev.conduit.sidecar.core.meter.Usage;
import dev.conduit.sidecar.core.meter.UsageReader;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.Optional;

/** Keeps the last {@value #SIZE} bytes of an answer, where engines put the usage. */
final class Tail {
  static final int SIZE = 2048;

  // Most answers are far shorter: room comes as it is needed, at once for what comes whole.
  private byte[] bytes = {};
  private int length;

  void add(Buffer chunk) {
    int size = chunk.length();
    grow(Math.min(SIZE, length + size));
    if (size >= SIZE) {
      chunk.getBytes(size - SIZE, size, bytes, 0);
      length = SIZE;
      return;
    }
    int kept = Math.min(length, SIZE - size);
    System.arraycopy(bytes, length - kept, bytes, 0, kept);
    chunk.getBytes(0, size, bytes, kept);
    length = kept + size;
  }

  private void grow(int needed) {
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, Math.min(SIZE, 2 * bytes.length)));
    }
  }

  /** Whether what came so far ends with a blank line, the end of a server-sent event. */
  boolean isAtEventEnd() {
    if (length < 2) {
      return length == 0;
    }
    boolean isBlank =
        bytes[length - 2] == '\n'
            || (bytes[length - 2] == '\r' && length > 2 && bytes[length - 3] == '\n');
    return bytes[length - 1] == '\n' && isBlank;
  }

  Optional<Usage> usage() {
    return UsageReader.read(bytes, length);
  }
}
