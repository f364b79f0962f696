// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import com.google.re2j.Pattern;
import dev.conduit.contract.DailySpan;
import dev.conduit.contract.TaskType;
import dev.conduit.contract.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One condition of a rule. */
sealed interface Condition {
  Holds holds(Inquiry about);

  /** As the policy has it; never quotes a prompt. */
  String words();

  /** On the model asked for. */
  record ByModel(Set<String> models) implements Condition {
    @Override
    public Holds holds(Inquiry about) {
      return Holds.of(models.contains(about.facts().model()));
    }

    @Override
    public String words() {
      return "model " + sorted(models);
    }
  }

  /** On tools offered. */
  record ByTools(boolean wanted) implements Condition {
    @Override
    public Holds holds(Inquiry about) {
      return Holds.of(about.facts().hasTools() == wanted);
    }

    @Override
    public String words() {
      return wanted ? "tools offered" : "no tools offered";
    }
  }

  /** On the estimated length of the prompt, both ends included. */
  record ByTokens(Tokens bound, boolean isLeast) implements Condition {
    @Override
    public Holds holds(Inquiry about) {
      int order = about.facts().promptTokens().compareTo(bound);
      return Holds.of(isLeast ? order >= 0 : order <= 0);
    }

    @Override
    public String words() {
      return (isLeast ? "at least " : "at most ") + bound + " tokens";
    }
  }

  /** On a header. */
  record ByHeader(String name, List<String> values) implements Condition {
    @Override
    public Holds holds(Inquiry about) {
      return Holds.of(about.ask().headers().apply(name).filter(values::contains).isPresent());
    }

    @Override
    public String words() {
      return "header " + name + " " + sorted(values);
    }
  }

  /** On the app that this data plane serves. */
  record ByApp(Set<String> apps) implements Condition {
    @Override
    public Holds holds(Inquiry about) {
      return Holds.of(apps.contains(about.ask().circumstances().app()));
    }

    @Override
    public String words() {
      return "app " + sorted(apps);
    }
  }

  /** On the time of day. */
  record ByTime(DailySpan span) implements Condition {
    @Override
    public Holds holds(Inquiry about) {
      return Holds.of(span.contains(Instant.ofEpochMilli(about.ask().circumstances().millis())));
    }

    @Override
    public String words() {
      return "time " + span.from() + " to " + span.to() + " " + span.zone();
    }
  }

  /** On what the request asks for. */
  record ByTask(Set<TaskType> types) implements Condition {
    @Override
    public Holds holds(Inquiry about) {
      return Holds.of(types.contains(about.task()));
    }

    @Override
    public String words() {
      return "task " + sorted(types.stream().map(TaskType::label).collect(Collectors.toSet()));
    }
  }

  /** On the classes of data that the request belongs to. */
  record ByDataClass(List<String> classes) implements Condition {
    @Override
    public Holds holds(Inquiry about) {
      return Holds.of(classes.stream().anyMatch(about.dataClasses()::contains));
    }

    @Override
    public String words() {
      return "data class " + sorted(classes);
    }
  }

  /** On words in what users wrote; {@code rule} is the rule's place in the policy. */
  record ByKeywords(int rule, List<String> keywords) implements Condition {
    @Override
    public Holds holds(Inquiry about) {
      return Holds.of(about.hasKeyword(rule));
    }

    @Override
    public String words() {
      return "keyword " + sorted(keywords);
    }
  }

  /** On an expression in what users wrote. */
  record ByRegex(Pattern pattern) implements Condition {
    @Override
    public Holds holds(Inquiry about) {
      return about.matches(pattern);
    }

    @Override
    public String words() {
      return "regex " + pattern.pattern();
    }
  }

  private static String sorted(java.util.Collection<String> values) {
    return values.stream().sorted().limit(8).collect(Collectors.joining(", "))
        + (values.size() > 8 ? ", ..." : "");
  }
}
