// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.wire;

import java.util.Optional;

/**
 * Part of a file.
 *
 * @param bytes as many as were asked for, fewer where the file ends
 * @param size of the whole file
 * @param commit that the revision stands for now; empty where a mirror does not say
 */
@SuppressWarnings("ArrayRecordComponent") // read once, by who asked for it
public record Piece(byte[] bytes, long size, Optional<String> commit) {
  /** The same of a file whose commit is known. */
  public Piece of(String known) {
    return new Piece(bytes, size, Optional.of(known));
  }
}
