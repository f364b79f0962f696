// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.apply;

import dev.conduit.operator.app.process.ChildCommand;
import dev.conduit.operator.cluster.probe.Readiness;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** What a {@link Supervised} keeps running: an engine or the sidecar. */
interface Program {
  /**
   * One try to start it.
   *
   * @param command with everything chosen, ports too
   * @param url where it will answer, without {@code /v1}
   * @param probes where its health is asked; often the same
   */
  record Attempt(ChildCommand command, URI url, URI probes) {}

  /** Unique among what runs. */
  String id();

  /** Chooses ports for a new try; throws when there is none. */
  Attempt attempt() throws IOException;

  /** Whether it may be used. */
  Readiness.Check full(Attempt attempt) throws InterruptedException;

  /** Whether one that may be used still is well. */
  Readiness.Check health(Attempt attempt) throws InterruptedException;

  /** Longest time to end what it is doing. */
  Duration drain();

  /** What to do when its executable is missing. */
  String install();
}
