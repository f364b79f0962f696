// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.SnapshotCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Watches the snapshot file and hands on what is in it, each content once.
 *
 * <p>Idea: the kernel's events on the file's directory wake the watcher, and every {@value
 * #POLL_MILLIS} ms it looks anyway, because events are lost on some file systems and because a
 * mounted ConfigMap changes behind two symbolic links. What it looks at is the file behind all
 * links: its identity, time and size, then its bytes. A file that goes away changes nothing.
 *
 * <p>Runs on one thread of its own, on which the listener is called.
 */
public final class SnapshotFile implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(SnapshotFile.class);

  static final long POLL_MILLIS = 250;

  private final Path file;
  private final Listener listener;
  private final SnapshotCodec codec = new SnapshotCodec();
  private final Thread thread;
  private final WatchService events;
  private Seen seen = new Seen(Optional.empty(), ByteBuffer.allocate(0));

  /** Hears about new contents. */
  public interface Listener {
    /** A valid snapshot, different from the last one. */
    void accepted(RoutingSnapshot snapshot);

    /** A content that must not be used, and why. */
    void rejected(Path file, List<String> problems);
  }

  private record Identity(Path path, Optional<Object> key, long modified, long size) {}

  private record Seen(Optional<Identity> identity, ByteBuffer content) {}

  /** Nothing is read before {@link #start}. */
  public SnapshotFile(Path file, Listener listener) {
    this.file = file.toAbsolutePath();
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("snapshot-file").daemon().unstarted(this::watch);
    try {
      this.events = this.file.getFileSystem().newWatchService();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot watch files on this system", e);
    }
  }

  /** Reads the file once on the calling thread if it is there, then watches it. */
  public void start() {
    look();
    thread.start();
  }

  private void watch() {
    boolean isRegistered = register();
    while (!Thread.currentThread().isInterrupted()) {
      try {
        WatchKey key = events.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (key != null) {
          key.pollEvents();
          isRegistered = key.reset();
        }
      } catch (InterruptedException | ClosedWatchServiceException e) {
        return; // closed: nobody wants to know any more
      }
      isRegistered = isRegistered || register();
      look();
    }
  }

  private boolean register() {
    Path directory = file.resolveSibling("");
    try {
      directory.register(
          events,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
      return true;
    } catch (IOException e) {
      return false; // not there yet: polling goes on and tries again
    }
  }

  private void look() {
    try {
      Path real = file.toRealPath();
      BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
      Identity identity =
          new Identity(
              real,
              Optional.ofNullable(attributes.fileKey()),
              attributes.lastModifiedTime().toMillis(),
              attributes.size());
      if (!Optional.of(identity).equals(seen.identity())) {
        take(identity, Files.readAllBytes(real));
      }
    } catch (NoSuchFileException e) {
      // Not there yet, or between two links of a swap: the last good snapshot stays.
    } catch (IOException e) {
      String problem = "cannot be read: " + e.getMessage();
      Seen unreadable = new Seen(Optional.empty(), ByteBuffer.wrap(problem.getBytes(UTF_8)));
      if (!unreadable.equals(seen)) {
        seen = unreadable;
        listener.rejected(file, List.of(problem));
      }
    }
  }

  private void take(Identity identity, byte[] bytes) {
    ByteBuffer content = ByteBuffer.wrap(bytes);
    boolean isNew = seen.identity().isEmpty() || !content.equals(seen.content());
    seen = new Seen(Optional.of(identity), content);
    if (!isNew) {
      return;
    }
    switch (codec.decode(bytes)) {
      case SnapshotCodec.Decoded.Valid(RoutingSnapshot snapshot) -> handOn(snapshot);
      case SnapshotCodec.Decoded.Invalid(List<String> problems) ->
          listener.rejected(file, problems);
    }
  }

  /** Whatever one snapshot does to its listener, the next one must be seen. */
  private void handOn(RoutingSnapshot snapshot) {
    try {
      listener.accepted(snapshot);
    } catch (RuntimeException e) {
      LOG.errorf(e, "snapshot not taken, the one before stays: policy=%s", snapshot.policy());
      listener.rejected(file, List.of("cannot be taken: " + e.getClass().getSimpleName()));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      events.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop watching " + file, e);
    }
  }
}
