// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.fault;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * What goes wrong. Everything absent goes well; several faults may be set at once.
 *
 * @param neverReady the engine says that it is loading, for ever
 * @param slowLoad loading takes longer
 * @param errors requests are answered with an error
 * @param blackHole requests are accepted and never answered
 * @param stall answers stop in their middle; the connection stays open
 * @param reset answers' connections are reset in their middle
 * @param slowChunks pauses between the tokens of answers
 * @param seed decides whom a rate below 1 hits: the same requests in the same order, the same hits
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Faults(
    boolean neverReady,
    Optional<SlowLoad> slowLoad,
    Optional<Errors> errors,
    Optional<BlackHole> blackHole,
    Optional<Stall> stall,
    Optional<Reset> reset,
    Optional<SlowChunks> slowChunks,
    long seed) {

  /** Nothing goes wrong. */
  public static final Faults NONE =
      new Faults(
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          0);

  /**
   * Loading takes longer.
   *
   * @param factor at least 1; also for what is left of a load under way
   */
  public record SlowLoad(@JsonProperty(required = true) double factor) {
    public SlowLoad {
      require(factor >= 1 && factor <= 1e6, "slowLoad.factor", "1 to 1000000", factor);
    }
  }

  /**
   * Requests to {@code /v1} are answered with an error at once.
   *
   * @param status 400 to 599; 500 when absent
   */
  public record Errors(Optional<Double> rate, Optional<Integer> status) {
    public Errors {
      requireRate("errors", rate);
      int given = status.orElse(500);
      require(given >= 400 && given <= 599, "errors.status", "400 to 599", given);
    }
  }

  /** Requests to any path are read and never answered. */
  public record BlackHole(Optional<Double> rate) {
    public BlackHole {
      requireRate("blackHole", rate);
    }
  }

  /** Answers stop after so many tokens; 0: before the first. */
  public record Stall(@JsonProperty(required = true) int afterTokens, Optional<Double> rate) {
    public Stall {
      require(afterTokens >= 0, "stall.afterTokens", "0 or more", afterTokens);
      requireRate("stall", rate);
    }
  }

  /** The connections of answers are reset after so many tokens; 0: before the first. */
  public record Reset(@JsonProperty(required = true) int afterTokens, Optional<Double> rate) {
    public Reset {
      require(afterTokens >= 0, "reset.afterTokens", "0 or more", afterTokens);
      requireRate("reset", rate);
    }
  }

  /** Every token of an answer comes so many milliseconds after the one before, or later. */
  public record SlowChunks(@JsonProperty(required = true) int delayMillis, Optional<Double> rate) {
    public SlowChunks {
      require(
          delayMillis >= 1 && delayMillis <= 3_600_000,
          "slowChunks.delayMillis",
          "1 to 3600000",
          delayMillis);
      requireRate("slowChunks", rate);
    }
  }

  private static void requireRate(String fault, Optional<Double> rate) {
    double given = rate.orElse(1.0);
    require(given > 0 && given <= 1, fault + ".rate", "above 0 and at most 1", given);
  }

  private static void require(boolean holds, String field, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("%s must be %s, was %s".formatted(field, rule, value));
    }
  }
}
