// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.cascade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.contract.Cascade;
import dev.conduit.sidecar.core.json.Members;
import dev.conduit.sidecar.core.json.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a request asks of the form of its answer.
 *
 * @param form of a text
 * @param tools by name, with the schema of their parameters; empty for one that has none
 * @param mustCall whether the answer has to be a call
 * @param wantsLogprobs whether the caller asked for log-probabilities
 * @param isLimited whether the request itself limits the length of the answer
 */
public record Demands(
    Form form,
    Map<String, String> tools,
    boolean mustCall,
    boolean wantsLogprobs,
    boolean isLimited) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Of the fields that say it, together: larger ones would hold up an event loop. */
  private static final int MOST_BYTES = 256 * 1024;

  private static final Set<String> FIELDS =
      Set.of("response_format", "tools", "functions", "tool_choice", "function_call", "logprobs");

  public Demands {
    tools = Map.copyOf(tools);
  }

  /** Of a text. */
  public sealed interface Form {
    /** Any. */
    record Free() implements Form {}

    /** A JSON object. */
    record AnyObject() implements Form {}

    /** JSON of a schema. */
    record OfSchema(String schema) implements Form {}
  }

  /**
   * Empty where it is too much to be read: {@value #MOST_BYTES} bytes, a number of a thousand
   * digits.
   *
   * @param body a valid chat request
   */
  public static Optional<Demands> of(byte[] body, boolean isLimited) {
    List<Members.Member> fields =
        Members.of(body, new Span(0, body.length)).stream()
            .filter(one -> FIELDS.contains(one.name()))
            .toList();
    if (fields.stream().mapToLong(one -> one.value().length()).sum() > MOST_BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(of(body, fields, isLimited));
    } catch (IOException e) {
      // It is valid JSON: this reader has limits that engines may not have.
      return Optional.empty();
    }
  }

  private static Demands of(byte[] body, List<Members.Member> fields, boolean isLimited)
      throws IOException {
    Form form = new Form.Free();
    Map<String, String> tools = new HashMap<>();
    List<JsonNode> choices = new ArrayList<>();
    boolean wantsLogprobs = false;
    for (Members.Member one : fields) {
      JsonNode value = JSON.readTree(body, one.value().from(), one.value().length());
      switch (one.name()) {
        case "response_format" -> form = form(value);
        case "tools" -> value.forEach(tool -> add(tools, tool.path("function")));
        case "functions" -> value.forEach(function -> add(tools, function));
        case "tool_choice", "function_call" -> choices.add(value);
        default -> wantsLogprobs |= value.asBoolean();
      }
    }
    for (JsonNode choice : choices) {
      restrict(tools, choice);
    }
    boolean mustCall = choices.stream().anyMatch(Demands::forces);
    return new Demands(form, tools, mustCall, wantsLogprobs, isLimited);
  }

  /** To none, or to the one that is named. */
  private static void restrict(Map<String, String> tools, JsonNode choice) {
    if (choice.asText("").equals("none")) {
      tools.clear();
    }
    String name = choice.path("function").path("name").asText(choice.path("name").asText(""));
    if (!name.isEmpty()) {
      tools.keySet().retainAll(List.of(name));
    }
  }

  /** Whether an answer can be good enough at all. */
  public boolean isVerifiable(Cascade.Verify by) {
    return by.wantsLogprobs()
        || (by.schema() && !(form instanceof Form.Free))
        || (by.toolCalls() && !tools.isEmpty());
  }

  private static Form form(JsonNode format) {
    return switch (format.path("type").asText("")) {
      case "json_object" -> new Form.AnyObject();
      case "json_schema" -> schema(format.path("json_schema").path("schema"));
      default -> new Form.Free();
    };
  }

  private static Form schema(JsonNode schema) {
    return schema.isMissingNode() ? new Form.AnyObject() : new Form.OfSchema(schema.toString());
  }

  private static void add(Map<String, String> tools, JsonNode function) {
    Optional<String> name = Optional.ofNullable(function.path("name").textValue());
    name.ifPresent(
        n -> tools.put(n, function.has("parameters") ? function.get("parameters").toString() : ""));
  }

  /** {@code "required"}, a tool by name, or one of several that are allowed. */
  private static boolean forces(JsonNode choice) {
    JsonNode allowed = choice.path("allowed_tools");
    String mode = allowed.isObject() ? allowed.path("mode").asText("") : choice.asText("");
    return (choice.isObject() && !allowed.isObject()) || List.of("required", "any").contains(mode);
  }
}
