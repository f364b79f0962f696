// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;

/**
 * What the data plane does when an upstream is slow or fails. Retries and fallbacks happen only
 * before the first content byte went to the caller.
 */
public record Resilience(
    @JsonProperty(required = true) Timeouts timeouts,
    @JsonProperty(required = true) Retries retries,
    List<TargetId> fallback) {

  public Resilience {
    fallback = fallback == null ? List.of() : List.copyOf(fallback);
  }

  /** The values of a policy that says nothing. */
  public static Resilience defaults() {
    return new Resilience(
        new Timeouts(
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10)),
        new Retries(2, 20, List.of(429, 500, 502, 503, 504)),
        List.of());
  }

  /**
   * Limits on one request.
   *
   * @param connect to an endpoint, one attempt
   * @param firstToken from sending the request to the first body byte of a stream, one attempt
   * @param betweenTokens of silence once the body began
   * @param total over all attempts, the body included
   */
  public record Timeouts(
      @JsonProperty(required = true) Duration connect,
      @JsonProperty(required = true) Duration firstToken,
      @JsonProperty(required = true) Duration betweenTokens,
      @JsonProperty(required = true) Duration total) {

    /** Of each limit: more than a day is no limit, and timers count in milliseconds of 31 bits. */
    public static final Duration LONGEST = Duration.ofDays(1);

    /** Whether a limit can be kept: positive, at most {@link #LONGEST}. */
    public static boolean isSound(Duration limit) {
      return limit.isPositive() && limit.compareTo(LONGEST) <= 0;
    }
  }

  /**
   * Further attempts on another endpoint.
   *
   * @param attempts beyond the first, at least 0
   * @param budgetPercent of the requests of the last ten seconds that may be retries
   * @param statuses upstream answers that are retried
   */
  public record Retries(
      @JsonProperty(required = true) int attempts,
      @JsonProperty(required = true) int budgetPercent,
      List<Integer> statuses) {
    public Retries {
      statuses = statuses == null ? List.of() : List.copyOf(statuses);
    }
  }
}
