// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.pairs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * What a chat completion says, whether it came whole or as a stream.
 *
 * <p>Holds an answer: {@code toString} does not tell it.
 *
 * @param text of its one choice; empty for a refusal
 * @param whole the completion in one piece
 */
@SuppressWarnings("ArrayRecordComponent") // Read only, and as large as answers are.
public record ChatAnswer(String text, byte[] whole) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String DATA = "data:";

  /** What is not all that the model would have said: nothing can be held against it. */
  private static final Set<String> CUT = Set.of("length", "content_filter");

  /**
   * Empty for what is no completion of one choice, is not over, was cut off or filtered, or calls
   * tools.
   *
   * @param body of an answer with status 200
   */
  public static Optional<ChatAnswer> read(byte[] body) {
    boolean isWhole = body.length > 0 && firstLetter(body) == '{';
    try {
      return isWhole ? whole(body) : stream(new String(body, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static byte firstLetter(byte[] body) {
    int i = 0;
    while (i < body.length - 1 && body[i] <= ' ') {
      i++;
    }
    return body[i];
  }

  private static Optional<ChatAnswer> whole(byte[] body) throws IOException {
    JsonNode choices = JSON.readTree(body).path("choices");
    JsonNode message = choices.path(0).path("message");
    boolean isOne = choices.size() == 1 && message.isObject() && !calls(message);
    boolean isCut = CUT.contains(choices.path(0).path("finish_reason").asText(""));
    return isOne && !isCut
        ? Optional.of(new ChatAnswer(message.path("content").asText(""), body))
        : Optional.empty();
  }

  private static boolean calls(JsonNode message) {
    return !message.path("tool_calls").isEmpty() || message.path("function_call").isObject();
  }

  private static Optional<ChatAnswer> stream(String events) throws JsonProcessingException {
    StringBuilder text = new StringBuilder();
    StringBuilder refusal = new StringBuilder();
    String finish = "";
    for (String line : events.split("\\r?\\n", -1)) {
      String data = line.startsWith(DATA) ? line.substring(DATA.length()).strip() : "";
      if (data.isEmpty() || data.equals("[DONE]")) {
        continue;
      }
      JsonNode event = JSON.readTree(data);
      JsonNode choice = event.path("choices").path(0);
      JsonNode delta = choice.path("delta");
      if (event.has("error") || choice.path("index").asInt(0) > 0 || calls(delta)) {
        return Optional.empty();
      }
      text.append(delta.path("content").asText(""));
      refusal.append(delta.path("refusal").asText(""));
      finish = choice.path("finish_reason").asText(finish);
    }
    return finish.isEmpty() || finish.equals("null") || CUT.contains(finish)
        ? Optional.empty()
        : Optional.of(assembled(text.toString(), refusal.toString(), finish));
  }

  private static ChatAnswer assembled(String text, String refusal, String finish) {
    ObjectNode json = JSON.createObjectNode();
    ObjectNode choice = json.putArray("choices").addObject();
    choice.put("index", 0).put("finish_reason", finish);
    ObjectNode message = choice.putObject("message").put("role", "assistant").put("content", text);
    if (!refusal.isEmpty()) {
      message.put("refusal", refusal);
    }
    return new ChatAnswer(text, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "ChatAnswer[" + text.length() + " characters]";
  }
}
