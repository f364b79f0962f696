// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.apply;

import dev.conduit.operator.app.process.ProcessIdentity;
import java.net.URI;
import java.util.Optional;

/**
 * What is known about one engine now.
 *
 * @param phase where it stands
 * @param url where it answers; absent before its first start
 * @param process that runs it; absent when none does or it is not ours
 * @param restarts after its first start
 * @param fault set when {@code phase} is FAILED
 * @param note why, or how far; empty when there is nothing to say
 */
public record EngineState(
    Phase phase,
    Optional<URI> url,
    Optional<ProcessIdentity> process,
    int restarts,
    Optional<Fault> fault,
    String note) {

  static final EngineState NEW =
      new EngineState(Phase.STARTING, Optional.empty(), Optional.empty(), 0, Optional.empty(), "");

  /** Why an engine cannot run here. */
  public enum Fault {
    /** Its program is not installed. */
    MISSING_PROGRAM,
    /** Its model could not be fetched or loaded. */
    MODEL,
    /** It was started and ended, and will each time. */
    ENGINE
  }

  EngineState in(Phase next, String why) {
    return new EngineState(next, url, process, restarts, Optional.empty(), why);
  }

  EngineState failed(Fault why, String text) {
    return new EngineState(Phase.FAILED, url, Optional.empty(), restarts, Optional.of(why), text);
  }

  EngineState started(URI at, ProcessIdentity by) {
    return new EngineState(
        Phase.STARTING, Optional.of(at), Optional.of(by), restarts, Optional.empty(), "");
  }

  EngineState ended(String why) {
    return new EngineState(
        Phase.BACKOFF, url, Optional.empty(), restarts + 1, Optional.empty(), why);
  }

  EngineState gone() {
    return new EngineState(Phase.STOPPED, url, Optional.empty(), restarts, Optional.empty(), "");
  }
}
