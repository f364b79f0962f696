// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file from its start, fetched in pieces as it is read: for headers that do not say how long they
 * are. Used by one thread.
 */
final class ModelStream extends InputStream {
  private static final int PIECE = 1 << 20;

  private final ModelFiles files;
  private final String name;
  private byte[] piece = {};
  private int at;
  private long next;

  ModelStream(ModelFiles files, String name) {
    this.files = files;
    this.name = name;
  }

  @Override
  public int read() throws IOException {
    return fill() ? piece[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int some = Math.min(length, piece.length - at);
    System.arraycopy(piece, at, into, from, some);
    at += some;
    return some;
  }

  private boolean fill() throws IOException {
    if (at == piece.length) {
      piece = files.read(name, next, PIECE);
      next += piece.length;
      at = 0;
    }
    return at < piece.length;
  }
}
