// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A running program that does not outlive this JVM, however the JVM ends: {@code bin/with-parent}
 * watches. Its output goes to a file.
 */
public final class Child implements AutoCloseable {
  private static final int TAIL = 40;
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration GONE = Duration.ofSeconds(20);

  private final String name;
  private final Process process;
  private final Path log;

  private Child(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param log gets its output, appended
   * @param environment added to this JVM's
   */
  public static Child start(
      String name, List<String> command, Path log, Map<String, String> environment) {
    List<String> watched = new ArrayList<>();
    watched.add(Repository.path("bin/with-parent").toString());
    watched.add(Long.toString(ProcessHandle.current().pid()));
    watched.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(watched)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("CONDUIT_ORPHAN_GRACE", "1");
    builder.environment().putAll(environment);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      return new Child(name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  /** True until it ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** The process that watches the program; the program is its child. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /**
   * Waits until a condition holds.
   *
   * @throws IllegalStateException with the end of its output, when it ends before or takes longer
   */
  public void await(String what, Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (!isAlive()) {
        throw new IllegalStateException(
            name + " ended with " + process.exitValue() + " before " + what + ":\n" + tail());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            name + ": no " + what + " within " + limit.toSeconds() + " s:\n" + tail());
      }
      pause();
    }
  }

  /** The last lines of its output. */
  public String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    } catch (IOException e) {
      return "(no output: " + e.getMessage() + ")";
    }
  }

  /** Ends it at once, as a crash would, and waits until it is gone. */
  @Override
  public void close() {
    // The watching shell ends by itself when it has seen its program's end: so the program is
    // surely gone, and not left for somebody else to reap.
    process.descendants().toList().forEach(ProcessHandle::destroyForcibly);
    try {
      if (!process.waitFor(GONE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(name + " is alive after it was killed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " ends", e);
    }
  }

  /** Asks it to end, and waits; ends it by force after the given time. */
  public void stop(Duration grace) {
    process.destroy();
    try {
      process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  private static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
