// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.process;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Names one process for as long as the machine runs: numbers are used again, a number with a start
 * time is not.
 *
 * @param pid process number
 * @param started when the operating system says it began; {@link Instant#EPOCH} where it does not
 *     say
 */
public record ProcessIdentity(
    @JsonProperty(required = true) long pid, @JsonProperty(required = true) Instant started) {

  // Linux derives the start from its boot time, which moves when the clock is set.
  private static final Duration TOLERANCE = Duration.ofSeconds(3);

  /** The identity of a process that is or was just alive. */
  public static ProcessIdentity of(ProcessHandle handle) {
    return new ProcessIdentity(handle.pid(), started(handle));
  }

  /** This process. */
  public static ProcessIdentity self() {
    return of(ProcessHandle.current());
  }

  /** The process, if it still lives and is the same one. */
  public Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            handle -> Duration.between(started, started(handle)).abs().compareTo(TOLERANCE) <= 0);
  }

  private static Instant started(ProcessHandle handle) {
    return handle.info().startInstant().orElse(Instant.EPOCH);
  }
}
