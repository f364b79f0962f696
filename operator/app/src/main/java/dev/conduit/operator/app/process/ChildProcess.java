// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A running child. Where the machine has {@code setsid} it gets a session of its own, so that a
 * Ctrl-C in our terminal reaches only us and we can stop the children in order. Safe for use by
 * several threads.
 */
public final class ChildProcess {
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final Process process;
  private final ProcessIdentity identity;
  private final LogFile log;
  private final long logStart;

  private ChildProcess(Process process, LogFile log, long logStart) {
    this.process = process;
    this.log = log;
    this.logStart = logStart;
    this.identity = ProcessIdentity.of(process.toHandle());
  }

  /**
   * Starts the command with empty input, its output appended to its log.
   *
   * @throws IOException when the program is not there or may not be run
   */
  public static ChildProcess start(ChildCommand command) throws IOException {
    List<String> arguments = new ArrayList<>(command.arguments());
    String searchPath = command.environment().getOrDefault("PATH", searchPath());
    if (Executable.find(arguments.getFirst(), searchPath).isEmpty()) {
      throw new NoSuchFileException(arguments.getFirst(), null, "no such program");
    }
    if (Files.isExecutable(SETSID)) {
      arguments.addFirst(SETSID.toString());
    }
    Path folder = command.log().path().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    ProcessBuilder builder = new ProcessBuilder(arguments);
    builder.environment().putAll(command.environment());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(command.log().path().toFile()));
    long logStart = command.log().size();
    return new ChildProcess(builder.start(), command.log(), logStart);
  }

  private static String searchPath() {
    String path = System.getenv("PATH");
    return path == null ? "/usr/bin:/bin" : path;
  }

  public ProcessIdentity identity() {
    return identity;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Completes with the exit status; 128 + n when signal n ended it. */
  public CompletableFuture<Integer> exit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** The exit status, as in {@link #exit}; absent while it runs. */
  public OptionalInt status() {
    return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  /** What this process wrote to its log, without what was there before it; the last lines. */
  public List<String> lastWords(int lines) {
    return log.tail(lines, logStart);
  }

  /** Asks it to end, without waiting. */
  public void terminate() {
    process.destroy();
  }

  /**
   * Ends the child and everything it started: asks, waits up to {@code grace}, then kills. Returns
   * when it is gone; true if it went by itself.
   */
  public boolean stop(Duration grace) throws InterruptedException {
    List<ProcessHandle> tree = tree(process.toHandle());
    process.destroy();
    boolean graceful = await(process.toHandle(), grace);
    Stream.concat(tree.stream(), tree(process.toHandle()).stream())
        .filter(ProcessHandle::isAlive)
        .forEach(ProcessHandle::destroyForcibly);
    await(process.toHandle(), Duration.ofSeconds(5));
    return graceful;
  }

  /** Ends a process that is not our child, in the same way. */
  public static boolean stop(ProcessHandle handle, Duration grace) throws InterruptedException {
    List<ProcessHandle> tree = tree(handle);
    handle.destroy();
    boolean graceful = await(handle, grace);
    tree.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    await(handle, Duration.ofSeconds(5));
    return graceful;
  }

  private static List<ProcessHandle> tree(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants()).toList();
  }

  private static boolean await(ProcessHandle handle, Duration limit) throws InterruptedException {
    try {
      handle.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot wait for process " + handle.pid(), e);
    }
  }
}
