// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.state;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.conduit.operator.app.process.LogFile;
import dev.conduit.operator.app.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of one {@code conduit up}: {@code session.json}, {@code children.json}, {@code
 * status.json}, {@code snapshot.json}, {@code learned/}, which outlives it, {@code logs/}, and
 * {@code lock}, which the supervisor holds as long as it lives and the operating system frees when
 * it dies in whatever way.
 *
 * <p>Unreadable files count as absent: they are drafts of a crash, and everything in them can be
 * made anew.
 *
 * @param path of the folder
 */
public record StateFolder(Path path) {
  private static final long LOG_LIMIT = 8L << 20;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** What came of the wish to be this folder's supervisor. */
  public sealed interface Claim {
    /** Granted until closed. */
    record Granted(FileChannel channel, FileLock lock) implements Claim, AutoCloseable {
      @Override
      public void close() throws IOException {
        channel.close();
      }
    }

    /** Another process has it. */
    record Taken(Optional<Session> by) implements Claim {}
  }

  /** The folder for a folder of manifests, below {@code states}. */
  public static StateFolder of(Path states, Path manifests) {
    Path absolute = manifests.toAbsolutePath().normalize();
    Path file = absolute.getFileName();
    String name = file == null ? "root" : file.toString().replaceAll("[^A-Za-z0-9.-]", "_");
    String hash = String.format("%08x", absolute.toString().hashCode());
    return new StateFolder(states.resolve(name + "-" + hash));
  }

  /** Makes the folder where needed and takes its lock, or says who has it. */
  public Claim claim() throws IOException {
    Files.createDirectories(path.resolve("logs"));
    FileChannel channel =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    Optional<FileLock> lock = lock(channel);
    if (lock.isEmpty()) {
      channel.close();
      return new Claim.Taken(session());
    }
    return new Claim.Granted(channel, lock.get());
  }

  private static Optional<FileLock> lock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      // Held by this very process.
      return Optional.empty();
    }
  }

  /** The session, whether or not its supervisor still lives. */
  public Optional<Session> session() {
    return read("session.json", Session.class);
  }

  /** The session, if its supervisor lives. */
  public Optional<Session> liveSession() {
    return session().filter(session -> session.supervisor().find().isPresent());
  }

  public Optional<Status> status() {
    return read("status.json", Status.class);
  }

  /** Children by name that were started and not yet seen to end. */
  public Map<String, ProcessIdentity> children() {
    return read("children.json", Children.class).map(Children::byName).orElse(Map.of());
  }

  public void write(Session session) {
    write("session.json", session);
  }

  public void write(Status status) {
    write("status.json", status);
  }

  public void writeChildren(Map<String, ProcessIdentity> children) {
    write("children.json", new Children(new TreeMap<>(children)));
  }

  /** What the sidecar learned of outcomes, for the next session too. */
  public Path learned() {
    return path.resolve("learned");
  }

  public AtomicFile snapshot() {
    return new AtomicFile(path.resolve("snapshot.json"));
  }

  public LogFile log(String child) {
    return new LogFile(path.resolve("logs").resolve(child + ".log"), LOG_LIMIT);
  }

  /** Forgets the session; logs stay for a person to read. */
  public void clear() throws IOException {
    for (String name :
        new String[] {"session.json", "children.json", "status.json", "snapshot.json"}) {
      Files.deleteIfExists(path.resolve(name));
    }
  }

  private record Children(Map<String, ProcessIdentity> byName) {
    private Children {
      byName = byName == null ? Map.of() : Map.copyOf(byName);
    }
  }

  private <T> Optional<T> read(String name, Class<T> type) {
    Path file = path.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue(file.toFile(), type));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void write(String name, Object value) {
    try {
      byte[] json = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
      new AtomicFile(path.resolve(name)).write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path.resolve(name), e);
    }
  }
}
