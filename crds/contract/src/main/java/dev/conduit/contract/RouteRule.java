// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One rule of a policy, tried in order before the classifier. What came with format 2 is left out
 * of the JSON when unset; a snapshot that sets it says so by its format, for a data plane that
 * passed over a condition would take the rule for one that always holds. Source: decision 0017.
 *
 * @param name shown in {@code x-conduit-reason} and metrics; unique within the snapshot
 * @param match all given conditions must hold; a condition that lists several values holds when one
 *     of them does
 * @param action what a match does
 */
public record RouteRule(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) Match match,
    @JsonProperty(required = true) Action action) {

  /**
   * Conditions on a request. An empty list, map or optional does not take part.
   *
   * @param models asked for by the caller, compared as a whole
   * @param keywords looked for in the text of user messages, whole words, ignoring case
   * @param headers request headers by lower-case name and the values that match
   * @param minPromptTokens estimated tokens of the prompt, inclusive
   * @param maxPromptTokens estimated tokens of the prompt, inclusive
   * @param hasTools whether the request offers tools
   * @param regex RE2 expression that user messages match somewhere; see {@link Expression}
   * @param apps names of the app that the data plane serves
   * @param taskTypes what the request asks for, such as code
   * @param dataClasses found in the request or named by its header
   * @param timeOfDay of the request
   */
  public record Match(
      List<String> models,
      List<String> keywords,
      Map<String, List<String>> headers,
      Optional<Tokens> minPromptTokens,
      Optional<Tokens> maxPromptTokens,
      Optional<Boolean> hasTools,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> regex,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> apps,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TaskType> taskTypes,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> dataClasses,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<DailySpan> timeOfDay) {

    @JsonCreator
    public Match {
      models = models == null ? List.of() : List.copyOf(models);
      keywords = keywords == null ? List.of() : List.copyOf(keywords);
      headers = headers == null ? Map.of() : Map.copyOf(headers);
      regex = regex == null ? Optional.empty() : regex;
      apps = apps == null ? List.of() : List.copyOf(apps);
      taskTypes = taskTypes == null ? List.of() : List.copyOf(taskTypes);
      dataClasses = dataClasses == null ? List.of() : List.copyOf(dataClasses);
      timeOfDay = timeOfDay == null ? Optional.empty() : timeOfDay;
    }

    /** With the conditions of format 1 only. */
    public Match(
        List<String> models,
        List<String> keywords,
        Map<String, List<String>> headers,
        Optional<Tokens> minPromptTokens,
        Optional<Tokens> maxPromptTokens,
        Optional<Boolean> hasTools) {
      this(
          models,
          keywords,
          headers,
          minPromptTokens,
          maxPromptTokens,
          hasTools,
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty());
    }

    boolean isExtended() {
      return regex.isPresent()
          || timeOfDay.isPresent()
          || !(apps.isEmpty() && taskTypes.isEmpty() && dataClasses.isEmpty());
    }
  }

  /** Whether the rule says something that format 1 has no words for. */
  boolean isExtended() {
    return match.isExtended()
        || switch (action) {
          case Action.RouteToTier _, Action.RouteToTarget _ -> false;
          case Action.Constrain c -> !(c.targets().isEmpty() && c.dataClasses().isEmpty());
          case Action.AddScore _ -> true;
        };
  }

  /** What a matching rule does. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Action.RouteToTier.class, name = "routeToTier"),
    @JsonSubTypes.Type(value = Action.RouteToTarget.class, name = "routeToTarget"),
    @JsonSubTypes.Type(value = Action.Constrain.class, name = "constrain"),
    @JsonSubTypes.Type(value = Action.AddScore.class, name = "addScore")
  })
  public sealed interface Action {
    /** Decides the tier; the classifier is not asked. */
    record RouteToTier(@JsonProperty(required = true) Tier tier) implements Action {}

    /** Decides the target; the classifier is not asked. */
    record RouteToTarget(@JsonProperty(required = true) TargetId target) implements Action {}

    /**
     * Leaves only these to all later stages, retries and fallbacks included. At least one list is
     * not empty.
     *
     * @param tiers that stay allowed; empty means all
     * @param targets that stay allowed; empty means all
     * @param dataClasses that a target must accept
     */
    record Constrain(
        List<Tier> tiers,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TargetId> targets,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> dataClasses)
        implements Action {
      @JsonCreator
      public Constrain {
        tiers = tiers == null ? List.of() : List.copyOf(tiers);
        targets = targets == null ? List.of() : List.copyOf(targets);
        dataClasses = dataClasses == null ? List.of() : List.copyOf(dataClasses);
      }

      /** By tiers only. */
      public Constrain(List<Tier> tiers) {
        this(tiers, List.of(), List.of());
      }
    }

    /** Adds to the classifier's score, from -1 to 1; the sum stays in [0,1]. */
    record AddScore(@JsonProperty(required = true) double score) implements Action {}
  }
}
