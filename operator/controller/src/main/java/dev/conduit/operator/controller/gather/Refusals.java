// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.gather;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which pods the API did not let be made, by what they read. Safe for use by several threads. */
final class Refusals {
  /**
   * Until the API is asked again. A refusal that reads differently each time (a failing webhook
   * names the port that it was called from) changes the status, which calls the controller: without
   * a pause they would go round as fast as the API answers.
   */
  static final Duration PAUSE = Duration.ofSeconds(15);

  private final Map<String, Refusal> all = new ConcurrentHashMap<>();

  private record Refusal(String why, Instant at) {}

  /**
   * It was refused now.
   *
   * @return whether the reason is news
   */
  boolean add(String reads, String why, Instant now) {
    Refusal before = all.put(reads, new Refusal(why, now));
    return before == null || !before.why().equals(why);
  }

  /** Whether the API may be asked; also when the clock was set back. */
  boolean mayAsk(String reads, Instant now) {
    Refusal last = all.get(reads);
    return last == null || now.isBefore(last.at()) || !now.isBefore(last.at().plus(PAUSE));
  }

  /** Why the last one was refused; empty when none was. */
  Optional<String> why(String reads) {
    return Optional.ofNullable(all.get(reads)).map(Refusal::why);
  }

  void remove(String reads) {
    all.remove(reads);
  }

  /** Forgets what nobody wants to read any more. */
  void keep(Set<String> wanted) {
    all.keySet().retainAll(wanted);
  }
}
