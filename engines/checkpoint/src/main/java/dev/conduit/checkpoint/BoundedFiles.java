// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A model's files, of which no more is read than headers of real models have: whoever wrote them
 * may have meant harm. A trillion parameters in some 200,000 tensors need about 60 MB, index and
 * headers. Safe for use by several threads where the files are.
 */
final class BoundedFiles implements ModelFiles {
  private static final long MOST_BYTES = 192L << 20;
  private static final int MOST_FILES = 2048;

  private final ModelFiles files;
  private final long mostBytes;
  private final AtomicLong bytes = new AtomicLong();
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  BoundedFiles(ModelFiles files) {
    this(files, MOST_BYTES);
  }

  BoundedFiles(ModelFiles files, long mostBytes) {
    this.files = files;
    this.mostBytes = mostBytes;
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    names.add(name);
    if (names.size() > MOST_FILES) {
      throw new UnreadableWeights(name, "the model has more than %d files".formatted(MOST_FILES));
    }
    return files.size(name);
  }

  @Override
  public byte[] read(String name, long from, int length) throws IOException {
    long before = bytes.getAndAdd(length);
    if (before + length > mostBytes) {
      bytes.addAndGet(-length);
      throw new UnreadableWeights(
          name,
          "the headers of the model have more than %d MiB together".formatted(mostBytes >> 20));
    }
    byte[] read = files.read(name, from, length);
    bytes.addAndGet(read.length - (long) length);
    return read;
  }

  @Override
  public int atOnce() {
    return files.atOnce();
  }
}
