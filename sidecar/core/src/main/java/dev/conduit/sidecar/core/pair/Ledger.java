// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.pair;

import dev.conduit.contract.Pairs;
import java.time.Duration;
import java.util.Optional;

/**
 * What background calls took in this hour, and how many pairs are under way. Hours are of the nano
 * clock and begin with the first pair.
 *
 * @param hourAt when this hour began
 * @param requests paired in it
 * @param tokens that background calls took in it
 * @param open pairs under way, whatever hour they are of
 */
public record Ledger(long hourAt, long requests, long tokens, int open) {
  private static final long HOUR = Duration.ofHours(1).toNanos();

  /** Before the first pair. */
  public static Ledger at(long now) {
    return new Ledger(now, 0, 0, 0);
  }

  /** Why no pair may begin; empty when one may. */
  public Optional<Skip> objection(Pairs.Budget budget, long now) {
    Ledger hour = turned(now);
    if (hour.open >= budget.maxConcurrent()) {
      return Optional.of(Skip.CONCURRENT);
    }
    boolean isLeft =
        hour.requests < budget.requestsPerHour() && hour.tokens < budget.tokensPerHour();
    return isLeft ? Optional.empty() : Optional.of(Skip.BUDGET);
  }

  /** A pair begins. */
  public Ledger begun(long now) {
    Ledger hour = turned(now);
    return new Ledger(hour.hourAt, hour.requests + 1, hour.tokens, hour.open + 1);
  }

  /** A background call took so many tokens. */
  public Ledger spent(long more, long now) {
    Ledger hour = turned(now);
    return new Ledger(hour.hourAt, hour.requests, hour.tokens + more, hour.open);
  }

  /** A pair is over. */
  public Ledger ended() {
    return new Ledger(hourAt, requests, tokens, open - 1);
  }

  /** A pair is over for which nothing was asked in the background. */
  public Ledger gaveBack() {
    return new Ledger(hourAt, Math.max(0, requests - 1), tokens, open - 1);
  }

  private Ledger turned(long now) {
    return now - hourAt < HOUR ? this : new Ledger(now, 0, 0, open);
  }
}
