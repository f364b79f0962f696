// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import java.io.IOException;
import java.util.OptionalLong;

/** Where the files of a model are: a folder, or a store that answers ranges. */
public interface ModelFiles {
  /** Bytes of the file; empty when there is none of that name. */
  OptionalLong size(String name) throws IOException;

  /**
   * Part of a file.
   *
   * @param from first byte, counted from zero
   * @param length of it; fewer come back only where the file ends before
   */
  byte[] read(String name, long from, int length) throws IOException;

  /** How many files may be read at the same time, from as many threads. */
  default int atOnce() {
    return 1;
  }
}
