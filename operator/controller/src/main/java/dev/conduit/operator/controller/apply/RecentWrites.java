// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was written and not yet shown by the watch, so that it is not written twice. Only for a few
 * seconds: what the watch does not show by then was undone by somebody. Safe for use by several
 * threads.
 */
final class RecentWrites {
  private static final Duration LAG = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final Map<String, Write> writes = new ConcurrentHashMap<>();

  RecentWrites(InstantSource clock) {
    this.clock = clock;
  }

  /** Notes that the wanted object was written when the watch showed this version. */
  void add(HasMetadata wanted, String shownVersion) {
    writes.put(key(wanted), new Write(wanted, shownVersion, clock.millis()));
  }

  /** Whether the watch has not moved since this very object was written. */
  boolean covers(HasMetadata wanted, String shownVersion) {
    return Optional.ofNullable(writes.get(key(wanted)))
        .filter(write -> clock.millis() - write.at() < LAG.toMillis())
        .filter(write -> write.shownVersion().equals(shownVersion))
        .filter(write -> write.wanted().equals(wanted))
        .isPresent();
  }

  void forget(HasMetadata object) {
    writes.remove(key(object));
  }

  private static String key(HasMetadata object) {
    return object.getKind() + "/" + Cache.metaNamespaceKeyFunc(object);
  }

  private record Write(HasMetadata wanted, String shownVersion, long at) {}
}
