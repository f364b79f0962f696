// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.status;

import dev.conduit.operator.core.observed.Given;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Collects conditions. Each carries the observed generation; its time moves only when its status
 * changes. Confined to one status.
 */
final class Conditions {
  private final List<Condition> before;
  private final @Nullable Long generation;
  private final String now;
  private final List<Condition> conditions = new ArrayList<>();

  Conditions(@Nullable List<Condition> before, @Nullable Long generation, Instant now) {
    this.before = Given.list(before);
    this.generation = generation;
    this.now = now.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  void add(ConditionType type, Verdict verdict) {
    String status =
        verdict.status().name().charAt(0)
            + verdict.status().name().substring(1).toLowerCase(Locale.ROOT);
    String since =
        before.stream()
            .filter(old -> type.wireName().equals(old.getType()))
            .filter(old -> status.equals(old.getStatus()))
            .map(Condition::getLastTransitionTime)
            .findFirst()
            .orElse(now);
    conditions.add(
        new Condition(
            since, verdict.message(), generation, verdict.reason(), status, type.wireName()));
  }

  List<Condition> list() {
    return List.copyOf(conditions);
  }

  /** A condition's three values, by the API convention. */
  enum Status {
    TRUE,
    FALSE,
    UNKNOWN
  }

  /** What a condition says. */
  record Verdict(Status status, String reason, String message) {
    static Verdict yes(String reason, String message) {
      return new Verdict(Status.TRUE, reason, message);
    }

    static Verdict no(String reason, String message) {
      return new Verdict(Status.FALSE, reason, message);
    }

    static Verdict unknown(String reason, String message) {
      return new Verdict(Status.UNKNOWN, reason, message);
    }
  }
}
