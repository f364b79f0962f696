// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One rule of a policy, tried in order before the classifier.
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
   */
  public record Match(
      List<String> models,
      List<String> keywords,
      Map<String, List<String>> headers,
      Optional<Tokens> minPromptTokens,
      Optional<Tokens> maxPromptTokens,
      Optional<Boolean> hasTools) {

    public Match {
      models = models == null ? List.of() : List.copyOf(models);
      keywords = keywords == null ? List.of() : List.copyOf(keywords);
      headers = headers == null ? Map.of() : Map.copyOf(headers);
    }
  }

  /** What a matching rule does. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Action.RouteToTier.class, name = "routeToTier"),
    @JsonSubTypes.Type(value = Action.RouteToTarget.class, name = "routeToTarget"),
    @JsonSubTypes.Type(value = Action.Constrain.class, name = "constrain")
  })
  public sealed interface Action {
    /** Decides the tier; the classifier is not asked. */
    record RouteToTier(@JsonProperty(required = true) Tier tier) implements Action {}

    /** Decides the target; the classifier is not asked. */
    record RouteToTarget(@JsonProperty(required = true) TargetId target) implements Action {}

    /** Leaves only these tiers to all later stages, retries and fallbacks included. */
    record Constrain(List<Tier> tiers) implements Action {
      public Constrain {
        tiers = tiers == null ? List.of() : List.copyOf(tiers);
      }
    }
  }
}
