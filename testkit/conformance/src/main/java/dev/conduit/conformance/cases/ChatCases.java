// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.cases;

import com.fasterxml.jackson.databind.JsonNode;
import dev.conduit.conformance.check.Check;
import dev.conduit.conformance.check.Exchange;
import dev.conduit.conformance.check.Framing;
import dev.conduit.conformance.check.JsonShape;
import dev.conduit.conformance.check.Require;
import dev.conduit.conformance.check.StreamOrder;
import dev.conduit.conformance.check.UsageSum;
import dev.conduit.conformance.wire.Answer;
import java.util.List;

/** Chat completions, whole and streamed, constrained and with a forced tool. */
final class ChatCases {
  private static final String STREAM = "\"stream\":true";
  private static final String TOOL =
      """
      "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object",\
      "properties":{"a":{"type":"integer"}},"required":["a"]}}}],\
      "tool_choice":{"type":"function","function":{"name":"f"}},"max_tokens":60""";
  private static final String SCHEMA =
      """
      "response_format":{"type":"json_schema","json_schema":{"name":"s","schema":{"type":"object",\
      "properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}}},\
      "max_tokens":200""";

  private ChatCases() {}

  static List<Case> all() {
    return List.of(
        Case.of("chat", Bodies.chat("\"max_tokens\":4"), whole(4)),
        Case.of("chat-again-prefix-cached", Bodies.chat("\"max_tokens\":4"), whole(4)),
        Case.of(
            "unknown-field", Bodies.chat("\"max_tokens\":2,\"no_such_field\":{\"x\":1}"), whole(2)),
        Case.of("chat-stream", Bodies.chat("\"max_tokens\":4," + STREAM), streamed(4)),
        Case.of(
            "chat-stream-usage",
            Bodies.chat(
                "\"max_tokens\":4," + STREAM + ",\"stream_options\":{\"include_usage\":true}"),
            streamed(4)),
        Case.of(
            "chat-stream-usage-continuous",
            Bodies.chat(
                "\"max_tokens\":3,"
                    + STREAM
                    + ",\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}"),
            streamed(3)),
        Case.of("chat-json-schema", Bodies.chat(SCHEMA), whole(200).and(ChatCases::instance)),
        Case.of("chat-forced-tool", Bodies.chat(TOOL), new Framing().and(ChatCases::toolCall)));
  }

  private static Check whole(int maxTokens) {
    return new Framing()
        .and(JsonShape.strict())
        .and(Require.prefix("/id", "chatcmpl-"))
        .and(Require.oneOf("/object", "chat.completion"))
        .and(Require.oneOf("/choices/0/message/role", "assistant"))
        .and(Require.oneOf("/choices/0/finish_reason", "length", "stop"))
        .and(Require.size("/choices", 1))
        .and(Require.between("/usage/completion_tokens", 1, maxTokens))
        .and(new UsageSum());
  }

  private static Check streamed(int maxTokens) {
    return new Framing().and(new StreamOrder(maxTokens));
  }

  /** A stopped answer is an instance of the schema; one cut by its length is the start of one. */
  private static List<String> instance(Exchange exchange) {
    JsonNode choice = exchange.answer().json().at("/choices/0");
    String content = choice.at("/message/content").asText();
    boolean right =
        choice.path("finish_reason").asText().equals("stop")
            ? Answer.json(content).path("a").isIntegralNumber()
            : content.stripLeading().startsWith("{");
    return right
        ? List.of()
        : List.of("content: expected an object with a whole number a, was " + content);
  }

  /**
   * An engine that ends the call answers {@code tool_calls}; the recorded model never came to an
   * end, and then the text is all there is. Without {@code strict} the arguments may be any JSON:
   * vLLM was seen to give a number and {@code false} where the schema has an object.
   */
  private static List<String> toolCall(Exchange exchange) {
    JsonNode body = exchange.answer().json();
    JsonNode calls = body.at("/choices/0/message/tool_calls");
    if (calls.isMissingNode()) {
      return JsonShape.strict()
          .and(Require.oneOf("/choices/0/finish_reason", "length"))
          .differences(exchange);
    }
    String text = calls.at("/0/function/arguments").asText();
    JsonNode arguments = Answer.json(text);
    return Require.oneOf("/choices/0/finish_reason", "tool_calls", "stop")
        .and(Require.size("/choices/0/message/tool_calls", 1))
        .and(Require.oneOf("/choices/0/message/tool_calls/0/type", "function"))
        .and(Require.oneOf("/choices/0/message/tool_calls/0/function/name", "f"))
        .and(Require.between("/usage/completion_tokens", 1, 60))
        .and(new UsageSum())
        .and(
            _ ->
                arguments.isMissingNode()
                    ? List.of("arguments: expected JSON, was " + text)
                    : List.of())
        .differences(exchange);
  }
}
