// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a policy would have done with the requests of a file.
 *
 * @param policy its name and revision
 * @param source what was read
 * @param tiers by name, the lightest first; those without requests too
 * @param targets by id, in the order of the policy
 * @param deciders who had the say, most often first; rules that never had too
 * @param moved why requests went elsewhere than was decided, and how many
 * @param refused by the error's code
 * @param spending what it would have cost
 * @param verdict how good answers would have been; empty without outcomes
 * @param notes what to mind, in sentences
 */
public record ReplayResult(
    String policy,
    Source source,
    SequencedMap<String, Count> tiers,
    SequencedMap<String, Count> targets,
    SequencedMap<Decider, Count> deciders,
    SequencedMap<String, Long> moved,
    SequencedMap<String, Refusal> refused,
    Spending spending,
    Optional<Verdict> verdict,
    List<String> notes) {
  public ReplayResult {
    notes = List.copyOf(notes);
  }

  /**
   * What was read.
   *
   * @param file its name
   * @param requests that were understood
   * @param bad lines that were not
   * @param problems of the first of these
   */
  public record Source(
      FileForm form, String file, long requests, long bad, List<Problem> problems) {
    public Source {
      problems = List.copyOf(problems);
    }
  }

  /** Of a line, from 1; the words begin with the field where there is one. */
  public record Problem(long line, String words) {}

  /**
   * Requests, and what they would have cost in US dollars.
   *
   * @param cost 0 where prices are unknown
   */
  public record Count(long requests, double cost) {
    static final Count NONE = new Count(0, 0);

    Count plus(double more) {
      return new Count(requests + 1, cost + more);
    }
  }

  /**
   * Requests that would have got an error.
   *
   * @param message of the first one
   * @param line of the first one
   */
  public record Refusal(long requests, String message, long line) {}

  /**
   * Money in US dollars, over requests that were routed.
   *
   * @param isKnown whether anything has a price
   * @param withoutPrice targets that count as 0
   * @param answerTokens assumed of an answer of unknown length
   * @param measured requests whose tokens the file tells
   * @param promptTokens of all of them
   * @param outputTokens of all of them
   * @param policy what it would have cost
   * @param allLight had everything gone to the lightest tier
   * @param allHeavy had everything gone to the heaviest tier
   */
  public record Spending(
      boolean isKnown,
      List<String> withoutPrice,
      long answerTokens,
      long measured,
      long promptTokens,
      long outputTokens,
      double policy,
      double allLight,
      double allHeavy) {
    public Spending {
      withoutPrice = List.copyOf(withoutPrice);
    }
  }

  /** The same with notes. */
  ReplayResult noted(List<String> sentences) {
    return new ReplayResult(
        policy, source, tiers, targets, deciders, moved, refused, spending, verdict, sentences);
  }

  /** The same with a verdict and notes. */
  ReplayResult judged(Verdict known, List<String> sentences) {
    return new ReplayResult(
        policy,
        source,
        tiers,
        targets,
        deciders,
        moved,
        refused,
        spending,
        Optional.of(known),
        sentences);
  }

  /** Requests that would have reached a model. */
  public long routed() {
    return targets.values().stream().mapToLong(Count::requests).sum();
  }
}
