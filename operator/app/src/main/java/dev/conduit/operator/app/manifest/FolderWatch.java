// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.manifest;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Says when something in a folder changed, once it has been quiet for a moment: an editor writes a
 * file in several steps. Has a thread of its own until closed.
 */
public final class FolderWatch implements AutoCloseable {
  private static final Duration QUIET = Duration.ofMillis(250);

  private final WatchService service;

  /**
   * @param path a folder, or a file whose folder is watched
   * @param changed called on the watch's thread
   */
  public FolderWatch(Path path, Runnable changed) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path folder =
        Files.isDirectory(absolute) ? absolute : Objects.requireNonNull(absolute.getParent());
    service = folder.getFileSystem().newWatchService();
    folder.register(
        service,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
    Thread.ofVirtual().name("watch " + folder).start(() -> watch(changed));
  }

  @Override
  public void close() throws IOException {
    service.close();
  }

  private void watch(Runnable changed) {
    try {
      while (true) {
        drain(service.take());
        WatchKey more = service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
        while (more != null) {
          drain(more);
          more = service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
        }
        changed.run();
      }
    } catch (ClosedWatchServiceException e) {
      // Closed: that is how the watch ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void drain(WatchKey key) {
    key.pollEvents();
    key.reset();
  }
}
