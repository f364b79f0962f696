// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Held while a model file is checked or fetched, against other processes. The lock file stays, so
 * that nobody locks one that was just deleted; a process that dies lets go of it.
 */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits until the lock beside {@code file} is ours. Makes the folder. */
  static FolderLock beside(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.lock();
    return new FolderLock(channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
