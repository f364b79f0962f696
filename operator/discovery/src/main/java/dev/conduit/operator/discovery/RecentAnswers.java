// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import dev.conduit.operator.discovery.CallerCheck.Caller;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers by the hash of the token, each until its end; the oldest go when there are too many. */
final class RecentAnswers {
  private final int limit;
  private final LinkedHashMap<String, Kept> kept = new LinkedHashMap<>();

  private record Kept(Caller caller, Instant until) {}

  RecentAnswers(int limit) {
    this.limit = limit;
  }

  synchronized Optional<Caller> get(String hash, Instant now) {
    Kept one = kept.get(hash);
    return one != null && now.isBefore(one.until()) ? Optional.of(one.caller()) : Optional.empty();
  }

  synchronized void put(String hash, Caller caller, Instant until, Instant now) {
    kept.remove(hash);
    if (kept.size() >= limit) {
      kept.values().removeIf(one -> !now.isBefore(one.until()));
    }
    while (kept.size() >= limit) {
      Map.Entry<String, Kept> oldest = kept.firstEntry();
      kept.remove(oldest.getKey());
    }
    kept.put(hash, new Kept(caller, until));
  }

  synchronized int size() {
    return kept.size();
  }
}
