// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.conduit.engine.surface.spi.Constraint;
import dev.conduit.engine.surface.spi.PromptSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ToolsTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String TOOLS =
      """
      "tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object",
      "properties":{"city":{"type":"string"}},"required":["city"]}}}]""";
  private static final String REQUIRED = "\"tool_choice\":\"required\"";
  private static final String NAMED =
      "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}";
  private static final List<String> CALL =
      List.of("{\"name\": ", "\"weather\", \"argu", "ments\": {\"city\":", " \"Par}is\"}", "}");

  private RunningSurface surface;

  @BeforeEach
  void start() {
    surface = new RunningSurface();
    surface.engine.script = CALL;
  }

  @AfterEach
  void stop() {
    surface.close();
  }

  @Test
  void required_answersWithACallAndConstrainsTheOutput() {
    JsonNode choice = choice(TOOLS + "," + REQUIRED);
    assertThat(choice.at("/finish_reason").asText()).isEqualTo("tool_calls");
    assertThat(choice.at("/message/content").isNull()).isTrue();
    JsonNode call = choice.at("/message/tool_calls/0");
    assertThat(call.at("/type").asText()).isEqualTo("function");
    assertThat(call.at("/function/name").asText()).isEqualTo("weather");
    assertThat(call.at("/function/arguments").asText()).isEqualTo("{\"city\": \"Par}is\"}");
    assertThat(surface.engine.seen.getFirst().constraint())
        .isInstanceOfSatisfying(
            Constraint.Schema.class,
            s -> {
              assertThat(s.schema().at("/properties/name/const").asText()).isEqualTo("weather");
              assertThat(s.schema().at("/properties/arguments/required/0").asText())
                  .isEqualTo("city");
            });
  }

  @Test
  void named_streamsTheNameThenTheArguments() {
    List<JsonNode> chunks =
        surface.events(CHAT, body(TOOLS + "," + NAMED + ",\"stream\":true")).stream()
            .filter(e -> e.startsWith("{"))
            .map(RunningSurface::json)
            .toList();
    assertThat(chunks.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
    JsonNode first = chunks.get(1).at("/choices/0/delta/tool_calls/0");
    assertThat(first.at("/function/name").asText()).isEqualTo("weather");
    assertThat(first.at("/id").asText()).startsWith("chatcmpl-tool-");
    StringBuilder arguments = new StringBuilder();
    chunks.forEach(
        c -> arguments.append(c.at("/choices/0/delta/tool_calls/0/function/arguments").asText()));
    assertThat(arguments).hasToString("{\"city\": \"Par}is\"}");
    assertThat(chunks.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
  }

  @Test
  void cutOffCall_isShownAsText() {
    JsonNode choice = choice(TOOLS + "," + REQUIRED + ",\"max_tokens\":3");
    assertThat(choice.at("/finish_reason").asText()).isEqualTo("length");
    assertThat(choice.at("/message/content").asText()).startsWith("{\"name\": \"weather\"");
    assertThat(choice.at("/message/tool_calls").isMissingNode()).isTrue();
  }

  @Test
  void auto_splitsTextAndCalls() {
    surface.engine.script =
        List.of(
            "Let me see. <tool",
            "_call>{\"name\": \"weather\", \"arguments\": {}}</tool_",
            "call>");
    JsonNode choice = choice(TOOLS);
    assertThat(choice.at("/message/content").asText()).isEqualTo("Let me see. ");
    assertThat(choice.at("/message/tool_calls/0/function/arguments").asText()).isEqualTo("{}");
    assertThat(choice.at("/finish_reason").asText()).isEqualTo("tool_calls");
    assertThat(((PromptSource.Chat) surface.engine.sources.getFirst()).tools()).isPresent();
  }

  @Test
  void auto_withoutACall_isPlainText() {
    surface.engine.script = List.of("No ", "<tool", " needed");
    JsonNode choice = choice(TOOLS);
    assertThat(choice.at("/message/content").asText()).isEqualTo("No <tool needed");
    assertThat(choice.at("/finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void none_showsNoTools() {
    surface.engine.script = List.of("hello");
    assertThat(choice(TOOLS + ",\"tool_choice\":\"none\"").at("/message/content").asText())
        .isEqualTo("hello");
    assertThat(((PromptSource.Chat) surface.engine.sources.getFirst()).tools()).isEmpty();
  }

  @Test
  void wrongTools_areRefusedByName() {
    assertRefused(REQUIRED, "tool_choice");
    assertRefused(TOOLS + ",\"tool_choice\":\"maybe\"", "tool_choice");
    assertRefused(
        TOOLS + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"other\"}}",
        "tool_choice");
    assertRefused("\"tools\":[{\"type\":\"function\"}]", "tools.0.function.name");
    assertRefused("\"tools\":7", "body.tools");
  }

  private void assertRefused(String rest, String param) {
    var answer = surface.post(CHAT, body(rest));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(RunningSurface.json(answer.body()).at("/error/param").asText()).isEqualTo(param);
  }

  private JsonNode choice(String rest) {
    return RunningSurface.json(surface.post(CHAT, body(rest)).body()).at("/choices/0");
  }

  private static String body(String rest) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + rest + "}";
  }
}
