// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.hub;

import dev.conduit.checkpoint.ModelFiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of one commit of a repository. Each file's first piece is kept, for that is where
 * headers are: most files cost one request. Safe for use by several threads.
 */
public final class HubFiles implements ModelFiles {
  /** Most headers are shorter. */
  private static final int FIRST = 128 << 10;

  private static final int AT_ONCE = 8;

  private final Hub hub;
  private final String repository;
  private final String revision;
  private final Map<String, Optional<Piece>> first = new ConcurrentHashMap<>();

  /**
   * @param revision commit; a branch may change between two reads
   */
  public HubFiles(Hub hub, String repository, String revision) {
    this.hub = hub;
    this.repository = repository;
    this.revision = revision;
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
            .orElseThrow(
                () ->
                    new HubFailure(
                        HubFailure.Kind.NO_FILE,
                        "there is no %s in %s".formatted(name, repository)));
    long end = Math.min(from + length, start.size());
    if (from >= end) {
      return new byte[0];
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
    } catch (HubFailure e) {
      if (e.kind() != HubFailure.Kind.NO_FILE) {
        throw e;
      }
      found = Optional.empty();
    }
    first.put(name, found);
    return found;
  }

  private Piece piece(String name, long from, int length) throws IOException {
    try {
      return hub.range(new HubFile(repository, revision, name), from, length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading " + name);
    }
  }
}
