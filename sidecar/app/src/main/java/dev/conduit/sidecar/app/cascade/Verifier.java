// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.cascade;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.contract.Cascade;
import dev.conduit.sidecar.app.cascade.Verdict.Flawed;
import dev.conduit.sidecar.app.cascade.Verdict.Verified;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds an answer against what its request asks for and what the policy demands. Each choice has to
 * pass, and something has to speak for it. Throws for a schema that cannot be used.
 */
public final class Verifier {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Cascade.Verify by;
  private final Demands demands;
  private final List<String> evidence = new ArrayList<>();

  private Verifier(Cascade.Verify by, Demands demands) {
    this.by = by;
    this.demands = demands;
  }

  /**
   * @param answer the body of an answer with status 200
   */
  public static Verdict verify(Cascade.Verify by, Demands demands, byte[] answer) {
    JsonNode json;
    try {
      json = JSON.readTree(answer);
    } catch (IOException e) {
      return new Flawed(Flaw.MALFORMED);
    }
    JsonNode choices = json.path("choices");
    if (!choices.isArray() || choices.isEmpty()) {
      return new Flawed(Flaw.MALFORMED);
    }
    String words = "";
    for (JsonNode choice : choices) {
      Verifier one = new Verifier(by, demands);
      Optional<Flaw> flaw = one.flaw(choice);
      if (flaw.isPresent()) {
        return new Flawed(flaw.get());
      }
      words = String.join("+", one.evidence);
    }
    return new Verified(words);
  }

  private Optional<Flaw> flaw(JsonNode choice) {
    JsonNode message = choice.path("message");
    String finish = choice.path("finish_reason").asText("");
    if (!message.isObject()) {
      return Optional.of(Flaw.MALFORMED);
    }
    if (finish.equals("content_filter") || !message.path("refusal").asText("").isEmpty()) {
      return Optional.of(Flaw.REFUSAL);
    }
    if (finish.equals("length") && !demands.isLimited()) {
      return Optional.of(Flaw.LENGTH);
    }
    List<JsonNode> calls = calls(message);
    String text = message.path("content").asText("");
    if (calls.isEmpty() && text.isBlank()) {
      return Optional.of(Flaw.EMPTY);
    }
    return (calls.isEmpty() ? ofText(text) : ofCalls(calls))
        .or(() -> ofLogprobs(choice.path("logprobs").path("content")))
        .or(() -> evidence.isEmpty() ? Optional.of(Flaw.UNVERIFIED) : Optional.empty());
  }

  private static List<JsonNode> calls(JsonNode message) {
    List<JsonNode> calls = new ArrayList<>();
    message.path("tool_calls").forEach(call -> calls.add(call.path("function")));
    if (message.path("function_call").isObject()) {
      calls.add(message.get("function_call"));
    }
    return calls;
  }

  private Optional<Flaw> ofText(String text) {
    if (by.toolCalls() && demands.mustCall()) {
      return Optional.of(Flaw.TOOL_CALL);
    }
    if (!by.schema() || demands.form() instanceof Demands.Form.Free) {
      return Optional.empty();
    }
    evidence.add("schema");
    return hasForm(text) ? Optional.empty() : Optional.of(Flaw.SCHEMA);
  }

  private boolean hasForm(String text) {
    return switch (demands.form()) {
      case Demands.Form.Free() -> true;
      case Demands.Form.AnyObject() -> read(text).filter(JsonNode::isObject).isPresent();
      case Demands.Form.OfSchema(String schema) ->
          read(text).isPresent() && Schemas.holds(schema, text);
    };
  }

  private Optional<Flaw> ofCalls(List<JsonNode> calls) {
    if (!by.toolCalls()) {
      return Optional.empty();
    }
    evidence.add("tool_call");
    return calls.stream().allMatch(this::isGood) ? Optional.empty() : Optional.of(Flaw.TOOL_CALL);
  }

  private boolean isGood(JsonNode call) {
    String parameters = demands.tools().get(call.path("name").asText(""));
    String text = call.path("arguments").asText("");
    String arguments = text.isBlank() ? "{}" : text;
    return parameters != null
        && read(arguments).filter(JsonNode::isObject).isPresent()
        && (parameters.isEmpty() || Schemas.holds(parameters, arguments));
  }

  private Optional<Flaw> ofLogprobs(JsonNode tokens) {
    if (!by.wantsLogprobs()) {
      return Optional.empty();
    }
    if (!tokens.isArray() || tokens.isEmpty()) {
      return Optional.of(Flaw.NO_LOGPROBS);
    }
    double sum = 0;
    double least = 0;
    for (JsonNode token : tokens) {
      if (!token.path("logprob").isNumber()) {
        return Optional.of(Flaw.NO_LOGPROBS);
      }
      sum += token.get("logprob").asDouble();
      least = Math.min(least, token.get("logprob").asDouble());
    }
    evidence.add("logprob");
    boolean isSure =
        sum / tokens.size() >= by.minMeanLogprob().orElse(Double.NEGATIVE_INFINITY)
            && least >= by.minLogprob().orElse(Double.NEGATIVE_INFINITY);
    return isSure ? Optional.empty() : Optional.of(Flaw.LOGPROB);
  }

  private static Optional<JsonNode> read(String text) {
    try {
      return Optional.of(JSON.readTree(text)).filter(json -> !json.isMissingNode());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
