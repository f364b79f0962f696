// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.learning;

import dev.conduit.sidecar.learning.Features;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Requests of the last hour, by id: what feedback can be about. At most {@value #MOST}, 1 KB each
 * for short questions and 7 KB for the longest. Any thread.
 */
final class Recent {
  static final int MOST = 2048;
  private static final long LONGEST = TimeUnit.HOURS.toNanos(1);

  private final Map<String, Served> byId = new LinkedHashMap<>();

  /**
   * A request that was answered.
   *
   * @param policy that routed it
   * @param isHeavy whether the heaviest tier answered
   * @param at by the nano clock
   */
  record Served(String policy, Features features, boolean isHeavy, long at) {}

  synchronized void add(String id, Served served) {
    byId.remove(id);
    byId.put(id, served);
    var oldest = byId.values().iterator();
    while (byId.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
  }

  synchronized Optional<Served> find(String id, long now) {
    return Optional.ofNullable(byId.get(id)).filter(served -> now - served.at() <= LONGEST);
  }
}
