// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance;

import java.util.List;

/**
 * The lines that a person reads: one a case, what differs under it, and a plain count.
 *
 * @param outcomes in order of the cases
 */
public record Report(List<Outcome> outcomes) {
  public Report {
    outcomes = List.copyOf(outcomes);
  }

  /** Whether no case failed and at least one passed. */
  public boolean passed() {
    return count(Outcome.Failed.class) == 0 && count(Outcome.Passed.class) > 0;
  }

  /** The whole text, ending with a line break. */
  public String text() {
    StringBuilder text = new StringBuilder();
    outcomes.forEach(outcome -> append(text, outcome));
    return text.append(
            "\n%d passed, %d failed, %d unsupported, %d skipped\n"
                .formatted(
                    count(Outcome.Passed.class),
                    count(Outcome.Failed.class),
                    count(Outcome.Unsupported.class),
                    count(Outcome.Skipped.class)))
        .toString();
  }

  private static void append(StringBuilder text, Outcome outcome) {
    switch (outcome) {
      case Outcome.Passed passed -> line(text, "ok", passed.name(), "");
      case Outcome.Failed failed -> {
        line(text, "FAILED", failed.name(), "");
        failed.differences().forEach(one -> text.append("    ").append(one).append('\n'));
      }
      case Outcome.Unsupported without ->
          line(text, "unsupported", without.name(), without.reason());
      case Outcome.Skipped skipped -> line(text, "skipped", skipped.name(), skipped.reason());
    }
  }

  private static void line(StringBuilder text, String word, String name, String reason) {
    text.append("%-12s %-30s %s".formatted(word, name, reason).stripTrailing()).append('\n');
  }

  private long count(Class<? extends Outcome> kind) {
    return outcomes.stream().filter(kind::isInstance).count();
  }
}
