// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.learning;

import dev.conduit.sidecar.learning.Features;
import dev.conduit.sidecar.learning.Outcome;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Requests of the last hour, by id: what feedback can be about. At most {@value #MOST}, 1 KB each
 * for short questions and 7 KB for the longest. Any thread.
 */
final class Recent {
  static final int MOST = 2048;
  private static final long LONGEST = TimeUnit.HOURS.toNanos(1);

  /** Characters of an id: callers choose theirs, and a header may have 64 KB. */
  static final int LONGEST_ID = 256;

  private static final long AT_ONCE = TimeUnit.MINUTES.toNanos(2);

  private final Map<String, Served> byId = new LinkedHashMap<>();
  private final Map<Long, Served> byTurn = new HashMap<>();

  /**
   * A request that was answered.
   *
   * @param policy that routed it
   * @param isHeavy whether the heaviest tier answered
   * @param turn of a conversation, by its hash; 0 where the same prompt may come from anybody
   * @param at by the nano clock
   * @param told what feedback said of it so far
   */
  record Served(String policy, Features features, boolean isHeavy, long turn, long at, Told told) {}

  /**
   * The outcome that feedback about a request became, so that what is said twice counts once.
   * Confined to the learning thread.
   */
  static final class Told {
    private @Nullable Outcome outcome;

    Optional<Outcome> outcome() {
      return Optional.ofNullable(outcome);
    }

    void is(Outcome said) {
      outcome = said;
    }
  }

  /** One with a longer id is not remembered. */
  synchronized void add(String id, Served served) {
    if (id.length() > LONGEST_ID) {
      return;
    }
    forget(byId.remove(id));
    byId.put(id, served);
    if (served.turn() != 0) {
      byTurn.put(served.turn(), served);
    }
    var all = byId.values().iterator();
    while (byId.size() > MOST) {
      forget(all.next());
      all.remove();
    }
  }

  private void forget(@Nullable Served served) {
    if (served != null) {
      byTurn.remove(served.turn(), served);
    }
  }

  /** Who answered the same turn of the same conversation a moment ago. */
  synchronized Optional<Served> before(long turn, long now) {
    return Optional.ofNullable(byTurn.get(turn)).filter(s -> now - s.at() <= AT_ONCE);
  }

  synchronized Optional<Served> find(String id, long now) {
    return Optional.ofNullable(byId.get(id)).filter(served -> isRecent(served, now));
  }

  static boolean isRecent(Served served, long now) {
    return now - served.at() <= LONGEST;
  }
}
