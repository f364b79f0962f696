// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.manifest;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Says when something in a folder changed, once it has been quiet for a moment: an editor writes a
 * file in several steps. Has a thread of its own until closed.
 *
 * <p>The kernel's events are bound to a folder, not to its path, so every {@code LOOK} it is seen
 * whether the path still leads to the same one: a checkout or a deployment puts another in its
 * place.
 */
public final class FolderWatch implements AutoCloseable {
  private static final Duration QUIET = Duration.ofMillis(250);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Object NOTHING = "nothing";

  private final Path folder;
  private final WatchService service;

  // Of the watch's thread alone, once it runs.
  private WatchKey key;
  private Object watched;

  /**
   * @param path a folder, or a file whose folder is watched
   * @param changed called on the watch's thread
   */
  public FolderWatch(Path path, Runnable changed) throws IOException {
    Path absolute = path.toAbsolutePath();
    folder = Files.isDirectory(absolute) ? absolute : Objects.requireNonNull(absolute.getParent());
    service = folder.getFileSystem().newWatchService();
    key = register();
    watched = identity();
    Thread.ofVirtual().name("watch " + folder).start(() -> watch(changed));
  }

  @Override
  public void close() throws IOException {
    service.close();
  }

  private WatchKey register() throws IOException {
    return folder.register(
        service,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
  }

  private void watch(Runnable changed) {
    try {
      while (true) {
        WatchKey event = service.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        boolean isAnother = follow();
        if (event == null && !isAnother) {
          continue;
        }
        while (event != null) {
          event.pollEvents();
          event.reset();
          event = service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
        }
        changed.run();
      }
    } catch (ClosedWatchServiceException e) {
      // Closed: that is how the watch ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Turns to what is at the path now; true when that is another folder than before, or none. */
  private boolean follow() {
    Object now = identity();
    if (now.equals(watched) && (now == NOTHING || key.isValid())) {
      return false;
    }
    key.cancel();
    watched = now;
    if (now != NOTHING) {
      try {
        key = register();
      } catch (IOException e) {
        watched = NOTHING; // gone again: the next look is for it
      }
    }
    return true;
  }

  private Object identity() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(folder, BasicFileAttributes.class);
      return attributes.isDirectory()
          ? Objects.requireNonNullElse(attributes.fileKey(), folder)
          : NOTHING;
    } catch (IOException e) {
      return NOTHING;
    }
  }
}
