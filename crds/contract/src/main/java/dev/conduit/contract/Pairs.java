// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a share of requests is answered by both tiers, the second time in the background, so that
 * outcomes come without anybody reporting them. A reader that passes over it routes every request
 * the same, so it needs no format of its own. Source: decision 0027.
 *
 * @param share of requests, in [0,1]; which ones follows from their ids
 * @param judge of the two answers
 * @param dataClasses that a paired request may be of; one of any other class is not paired
 * @param maxPrompt estimated tokens of a prompt that is paired
 * @param maxAnswer length of an answer that is compared
 * @param timeout of each call in the background
 * @param budget of each data plane
 */
public record Pairs(
    @JsonProperty(required = true) double share,
    @JsonProperty(required = true) Judge judge,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> dataClasses,
    @JsonProperty(required = true) Tokens maxPrompt,
    @JsonProperty(required = true) Bytes maxAnswer,
    @JsonProperty(required = true) Duration timeout,
    @JsonProperty(required = true) Budget budget) {
  public Pairs {
    dataClasses = dataClasses == null ? List.of() : List.copyOf(dataClasses);
  }

  /**
   * What background calls may take.
   *
   * @param requestsPerHour that are paired
   * @param tokensPerHour after which none begins; what is under way may go beyond
   * @param maxConcurrent pairs at a time, their first answers included
   */
  public record Budget(
      @JsonProperty(required = true) long requestsPerHour,
      @JsonProperty(required = true) long tokensPerHour,
      @JsonProperty(required = true) int maxConcurrent) {}

  /** Who says which answer is better. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Judge.Exact.class, name = "exact"),
    @JsonSubTypes.Type(value = Judge.Schema.class, name = "schema"),
    @JsonSubTypes.Type(value = Judge.Hook.class, name = "hook"),
    @JsonSubTypes.Type(value = Judge.Model.class, name = "model")
  })
  public sealed interface Judge {
    /** Whether they say the same; for short answers and JSON, the heavier one is the key. */
    @JsonAutoDetect
    record Exact() implements Judge {}

    /** Whether they have the form that the request asks for. */
    @JsonAutoDetect
    record Schema() implements Judge {}

    /**
     * A service that somebody runs, reached by HTTP.
     *
     * @param url that pairs are posted to
     * @param timeout after which a pair is dropped
     * @param sendsPrompt whether it gets the messages beside the answers
     */
    record Hook(
        @JsonProperty(required = true) URI url,
        @JsonProperty(required = true) Duration timeout,
        @JsonProperty(required = true) boolean sendsPrompt)
        implements Judge {}

    /**
     * A model, asked in both orders.
     *
     * @param target that is asked
     * @param rubric what makes an answer better; absent means the built-in one
     */
    record Model(
        @JsonProperty(required = true) TargetId target,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> rubric)
        implements Judge {
      public Model {
        rubric = rubric == null ? Optional.empty() : rubric;
      }
    }
  }
}
