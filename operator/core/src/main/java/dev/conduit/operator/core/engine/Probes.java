// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import java.time.Duration;

/** The probes that all engines of ours and of others have in common. */
final class Probes {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private Probes() {}

  /** Up to half an hour to load: large weights come over slow networks. */
  static EngineProbes patient(String path) {
    return of(path, Duration.ofSeconds(5), 360);
  }

  /** Up to ten minutes to load, asked often: small models on the same machine. */
  static EngineProbes quick(String path) {
    return of(path, Duration.ofSeconds(1), 600);
  }

  private static EngineProbes of(String path, Duration startPeriod, int startFailures) {
    return new EngineProbes(
        new Probe(path, startPeriod, TIMEOUT, startFailures),
        new Probe(path, Duration.ofSeconds(5), TIMEOUT, 2),
        new Probe(path, Duration.ofSeconds(10), TIMEOUT, 6));
  }
}
