// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.JsonNode;
import dev.conduit.engine.surface.Ask.Stops;
import dev.conduit.engine.surface.Ask.Streaming;
import dev.conduit.engine.surface.spi.EngineInfo.Capabilities;
import dev.conduit.engine.surface.spi.GenerationRequest.Scheduling;
import dev.conduit.engine.surface.spi.Sampling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads what chat and completions have in common. Types first, so that all type errors come in one
 * answer; then ranges, one at a time, in vLLM's words.
 */
final class AskReader {

  private static final int MAX_N = 64;

  private final Fields fields;
  private final Capabilities capabilities;

  AskReader(Fields fields, Capabilities capabilities) {
    this.fields = fields;
    this.capabilities = capabilities;
  }

  /**
   * The request's common part.
   *
   * @param model the served name that was resolved from the body
   * @param defaultMaxTokens what an absent {@code max_tokens} means; empty for the context's rest
   * @param logprobs as the endpoint understood them
   */
  Ask read(String model, OptionalInt defaultMaxTokens, OptionalInt logprobs) {
    OptionalInt maxTokens = fields.integer("max_completion_tokens");
    if (maxTokens.isEmpty()) {
      maxTokens = fields.integer("max_tokens");
    }
    int n = fields.integer("n").orElse(1);
    boolean streamed = fields.bool("stream", false);
    Optional<Fields> options = fields.object("stream_options");
    Sampling sampling = sampling();
    Stops stops = stops();
    Scheduling scheduling = scheduling();
    boolean tokenIds = fields.bool("return_token_ids", false);
    Streaming streaming =
        new Streaming(
            streamed,
            options.map(o -> o.bool("include_usage", false)).orElse(false),
            options.map(o -> o.bool("continuous_usage_stats", false)).orElse(false));
    fields.check();
    if (options.isPresent() && !streamed) {
      throw refuse("stream_options", "Stream options can only be defined when `stream=True`.");
    }
    require(maxTokens.orElse(1) >= 1, "max_tokens", "must be at least 1", maxTokens.orElse(1));
    require(n >= 1, "n", "must be at least 1", n);
    require(n <= MAX_N, "n", "must be at most " + MAX_N, n);
    require(
        logprobs.isEmpty() || capabilities.logprobs(),
        "logprobs",
        "are not offered by this engine",
        true);
    require(
        stops.tokenIds().isEmpty() || capabilities.tokenIds(),
        "stop_token_ids",
        "are not offered by this engine, use stop",
        stops.tokenIds());
    require(
        !tokenIds || capabilities.tokenIds(),
        "return_token_ids",
        "is not offered by this engine",
        true);
    check(sampling);
    return new Ask(
        model,
        maxTokens.isPresent() ? maxTokens : defaultMaxTokens,
        n,
        logprobs,
        sampling,
        stops,
        streaming,
        scheduling,
        tokenIds);
  }

  private Sampling sampling() {
    OptionalLong seed = fields.whole("seed");
    return new Sampling(
        fields.number("temperature").orElse(1),
        fields.number("top_p").orElse(1),
        Math.max(fields.integer("top_k").orElse(0), -1),
        fields.number("min_p").orElse(0),
        fields.number("presence_penalty").orElse(0),
        fields.number("frequency_penalty").orElse(0),
        fields.number("repetition_penalty").orElse(1),
        seed,
        logitBias(),
        fields.integer("min_tokens").orElse(0),
        fields.bool("ignore_eos", false));
  }

  private Map<Integer, Double> logitBias() {
    Map<Integer, Double> bias = new HashMap<>();
    Optional<Fields> given = fields.object("logit_bias");
    given.ifPresent(
        entries ->
            entries
                .node()
                .fieldNames()
                .forEachRemaining(
                    key -> entries.number(key).ifPresent(v -> bias.put(tokenId(key), v))));
    return bias;
  }

  private static int tokenId(String key) {
    try {
      return Integer.parseUnsignedInt(key);
    } catch (NumberFormatException e) {
      throw refuse("logit_bias", "logit_bias keys must be token ids, got '" + key + "'.");
    }
  }

  private Stops stops() {
    List<String> strings = new ArrayList<>();
    fields
        .any("stop")
        .ifPresent(
            stop -> {
              if (stop.isTextual()) {
                strings.add(stop.textValue());
              } else if (stop.isArray()) {
                stop.forEach(item -> addString(strings, item));
              } else {
                fields.fault("stop", "string_type", "Input should be a valid string", stop);
              }
            });
    List<Integer> ids = new ArrayList<>();
    fields.array("stop_token_ids").ifPresent(list -> list.forEach(id -> addId(ids, id)));
    if (strings.stream().anyMatch(String::isEmpty)) {
      throw refuse("stop", "stop cannot contain an empty string.");
    }
    return new Stops(strings, ids, fields.bool("include_stop_str_in_output", false));
  }

  private void addString(List<String> strings, JsonNode item) {
    if (item.isTextual()) {
      strings.add(item.textValue());
    } else {
      fields.fault("stop", "string_type", "Input should be a valid string", item);
    }
  }

  private void addId(List<Integer> ids, JsonNode item) {
    if (item.isInt()) {
      ids.add(item.intValue());
    } else {
      fields.fault("stop_token_ids", "int_type", "Input should be a valid integer", item);
    }
  }

  private Scheduling scheduling() {
    Optional<String> session = fields.string("prompt_cache_key");
    Optional<String> user = fields.string("user");
    return new Scheduling(
        fields.integer("priority").orElse(0),
        fields.string("cache_salt"),
        session.isPresent() ? session : user);
  }

  private static void check(Sampling s) {
    require(s.temperature() >= 0, "temperature", "must be non-negative", s.temperature());
    require(s.topP() > 0 && s.topP() <= 1, "top_p", "must be in (0, 1]", s.topP());
    require(s.minP() >= 0 && s.minP() <= 1, "min_p", "must be in [0, 1]", s.minP());
    require(
        Math.abs(s.presencePenalty()) <= 2,
        "presence_penalty",
        "must be in [-2, 2]",
        s.presencePenalty());
    require(
        Math.abs(s.frequencyPenalty()) <= 2,
        "frequency_penalty",
        "must be in [-2, 2]",
        s.frequencyPenalty());
    require(
        s.repetitionPenalty() > 0,
        "repetition_penalty",
        "must be greater than zero",
        s.repetitionPenalty());
    require(s.minTokens() >= 0, "min_tokens", "must be greater than or equal to 0", s.minTokens());
    require(
        s.logitBias().values().stream().allMatch(b -> Math.abs(b) <= 100),
        "logit_bias",
        "values must be in [-100, 100]",
        s.logitBias().size() + " entries");
  }

  /** Vllm's wording of a range error: name, rule, value. */
  private static void require(boolean holds, String name, String rule, Object value) {
    if (!holds) {
      throw refuse(name, name + " " + rule + ", got " + value + ".");
    }
  }

  static Refusal refuse(String param, String message) {
    return new Refusal(WireError.badField(param, message));
  }
}
