// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.wire;

import dev.conduit.checkpoint.ModelFiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files of a store that answers ranges. Each file's first piece is kept, for that is where headers
 * are: most files cost one request. Of a store with very many files only the first ones' pieces
 * are. Safe for use by several threads.
 */
public final class PiecedFiles implements ModelFiles {
  /** Most headers are shorter. */
  private static final int FIRST = 128 << 10;

  private static final long MOST_KEPT = 32 << 20;
  private static final int AT_ONCE = 8;
  private static final byte[] NOTHING = {};

  private final Source source;
  private final Map<String, Optional<Piece>> first = new ConcurrentHashMap<>();
  private final AtomicLong kept = new AtomicLong();

  /** Gives parts of files. */
  @FunctionalInterface
  public interface Source {
    /**
     * @throws StoreFailure of kind {@link StoreFailure.Kind#NO_FILE} where there is none of that
     *     name
     */
    Piece piece(String name, long from, int length) throws IOException, InterruptedException;
  }

  public PiecedFiles(Source source) {
    this.source = source;
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    Optional<Piece> piece = first(name);
    return piece.isPresent() ? OptionalLong.of(piece.get().size()) : OptionalLong.empty();
  }

  @Override
  public byte[] read(String name, long from, int length) throws IOException {
    Piece start =
        first(name)
            .orElseThrow(() -> new StoreFailure(StoreFailure.Kind.NO_FILE, "there is no " + name));
    long end = Math.min(from + length, start.size());
    if (from >= end) {
      return NOTHING;
    }
    if (end <= start.bytes().length) {
      return Arrays.copyOfRange(start.bytes(), (int) from, (int) end);
    }
    return piece(name, from, (int) (end - from)).bytes();
  }

  @Override
  public int atOnce() {
    return AT_ONCE;
  }

  private Optional<Piece> first(String name) throws IOException {
    Optional<Piece> known = first.get(name);
    if (known != null) {
      return known;
    }
    Optional<Piece> found;
    try {
      found = Optional.of(piece(name, 0, FIRST));
    } catch (StoreFailure e) {
      if (e.kind() != StoreFailure.Kind.NO_FILE) {
        throw e;
      }
      found = Optional.empty();
    }
    first.put(name, found.map(this::kept));
    return found;
  }

  /** Without its bytes where there are too many to be kept: they are then asked for again. */
  private Piece kept(Piece piece) {
    return kept.addAndGet(piece.bytes().length) <= MOST_KEPT
        ? piece
        : new Piece(NOTHING, piece.size(), piece.commit());
  }

  private Piece piece(String name, long from, int length) throws IOException {
    try {
      return source.piece(name, from, length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading " + name);
    }
  }
}
