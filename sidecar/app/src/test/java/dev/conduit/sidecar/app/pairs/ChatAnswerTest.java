// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatAnswerTest {
  private static Optional<String> text(String body) {
    return ChatAnswer.read(body.getBytes(StandardCharsets.UTF_8)).map(ChatAnswer::text);
  }

  @Test
  void read_wholeOrStreamed_isTheSameText() {
    assertThat(text(" {\"choices\":[{\"message\":{\"content\":\"Zoë\"}}]}")).contains("Zoë");
    String events =
        """
        : comment
        data: {"choices":[{"delta":{"content":"Z"}}]}

        data:{"choices":[{"delta":{"content":"oë"},"finish_reason":"stop"}]}

        data: {"choices":[],"usage":{}}

        data: [DONE]

        """;
    assertThat(text(events)).contains("Zoë");
    assertThat(text(events.replace("\n", "\r\n"))).contains("Zoë");
    assertThat(text("{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"no\"}}]}"))
        .as("a refusal is an answer without text")
        .contains("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "<html>",
        "{\"choices\":[]}",
        "{\"choices\":[{\"message\":{\"content\":\"a\"}},{\"message\":{\"content\":\"b\"}}]}",
        "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"c\"}]}}]}",
        "{\"choices\":[{\"message\":{\"content\":null,\"function_call\":{\"name\":\"c\"}}}]}",
        "data: {\"choices\":[{\"delta\":{\"content\":\"cut\"},\"finish_reason\":null}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{}]},\"finish_reason\":\"tool_calls\"}]}\n\n",
        "data: {\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
        "data: {\"error\":{}}\n\n",
        "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"length\"}]}",
        "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"content_filter\"}]}",
        "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"length\"}]}\n\n",
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"content_filter\"}]}\n\n",
        "data: {\"choi",
      })
  void read_whatIsNoTextOfOneChoice_isNothing(String body) {
    assertThat(text(body)).isEmpty();
  }
}
