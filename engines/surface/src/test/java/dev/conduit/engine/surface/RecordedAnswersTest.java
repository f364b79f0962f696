// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Our answers have the status, content type, keys, key order and value types of the answers that a
 * real vLLM 0.32.0 gave to the same kind of request.
 */
final class RecordedAnswersTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  private static RunningSurface surface;

  private record Call(String path, String body) {}

  private static final Map<String, Call> CALLS =
      Map.ofEntries(
          Map.entry("chat", chat("\"max_tokens\":4")),
          Map.entry("unknown-field", chat("\"max_tokens\":2,\"no_such_field\":1")),
          Map.entry("chat-stream", chat("\"max_tokens\":4,\"stream\":true")),
          Map.entry(
              "chat-stream-usage",
              chat("\"max_tokens\":4,\"stream\":true,\"stream_options\":{\"include_usage\":true}")),
          Map.entry(
              "chat-stream-usage-continuous",
              chat(
                  "\"max_tokens\":3,\"stream\":true,\"stream_options\":{\"include_usage\":true,"
                      + "\"continuous_usage_stats\":true}")),
          Map.entry("completion", completion("\"prompt\":\"The\",\"max_tokens\":4")),
          Map.entry("completion-batch", completion("\"prompt\":[\"a\",\"b\"],\"max_tokens\":3")),
          Map.entry(
              "completion-stream",
              completion("\"prompt\":\"The\",\"max_tokens\":3,\"stream\":true")),
          Map.entry("err-json", new Call(CHAT, "{\"model\":\"tiny\",}")),
          Map.entry("err-missing", new Call(CHAT, "{\"model\":\"tiny\"}")),
          Map.entry("err-model", new Call(CHAT, "{\"model\":\"nope\"," + MESSAGES + "}")),
          Map.entry("err-too-long", chat("\"max_tokens\":5000")),
          Map.entry("err-type", chat("\"temperature\":\"hot\"")),
          Map.entry("err-embeddings", new Call("/v1/embeddings", "{\"input\":\"a\"}")),
          Map.entry("err-method", new Call(CHAT, "")),
          Map.entry("tokenize", new Call("/tokenize", "{\"model\":\"tiny\",\"prompt\":\"a b\"}")),
          Map.entry("models", new Call("/v1/models", "")),
          Map.entry("health", new Call("/health", "")),
          Map.entry("ping", new Call("/ping", "")),
          Map.entry("version", new Call("/version", "")),
          Map.entry("load", new Call("/load", "")),
          Map.entry("is_sleeping", new Call("/is_sleeping", "")));

  @BeforeAll
  static void start() {
    surface = new RunningSurface();
  }

  @AfterAll
  static void stop() {
    surface.close();
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedAnswer_hasTheSameShape() {
    return CALLS.entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> compare(e.getKey(), e.getValue())));
  }

  @Test
  void errors_haveTheRecordedBytes() {
    for (String name :
        List.of("err-json", "err-missing", "err-model", "err-too-long", "err-type")) {
      assertThat(call(CALLS.get(name)).body()).as(name).isEqualTo(body(recorded(name)));
    }
  }

  private static void compare(String name, Call call) {
    String recorded = recorded(name);
    HttpResponse<String> answer = call(call);
    assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(recorded.substring(9, 12)));
    for (String header : List.of("content-type", "allow", "vary")) {
      assertThat(answer.headers().firstValue(header))
          .as(header)
          .isEqualTo(header(recorded, header));
    }
    assertThat(answer.headers().firstValue("date")).isPresent();
    assertThat(documents(answer.body())).isEqualTo(documents(body(recorded)));
  }

  private static HttpResponse<String> call(Call call) {
    return call.body().isEmpty()
        ? surface.get(call.path())
        : surface.post(call.path(), call.body());
  }

  /** Each JSON document's shape; a stream has several. */
  private static List<String> documents(String body) {
    return Arrays.stream(body.split("\n\n"))
        .map(part -> part.startsWith("data: ") ? part.substring(6) : part)
        .map(part -> part.startsWith("{") ? shape(RunningSurface.json(part)) : part)
        .toList();
  }

  /** Keys in order with the types of their values; token lists as one type. */
  private static String shape(JsonNode node) {
    if (node.isObject()) {
      List<String> fields = new ArrayList<>();
      node.properties().forEach(e -> fields.add(e.getKey() + ":" + shape(e.getValue())));
      return fields.toString();
    }
    if (node.isArray()) {
      boolean numbers = !node.isEmpty() && node.get(0).isNumber();
      List<String> items = new ArrayList<>();
      node.forEach(item -> items.add(shape(item)));
      return numbers ? "numbers" : items.toString();
    }
    return node.getNodeType().toString();
  }

  private static Call chat(String rest) {
    return new Call(CHAT, "{\"model\":\"tiny\"," + MESSAGES + "," + rest + "}");
  }

  private static Call completion(String rest) {
    return new Call("/v1/completions", "{\"model\":\"tiny\"," + rest + "}");
  }

  static String recorded(String name) {
    String resource = "/vllm-0.32.0-cpu/" + name + ".http";
    try (var in = RecordedAnswersTest.class.getResourceAsStream(resource)) {
      assertThat(in).as(resource).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String body(String recorded) {
    return recorded.substring(recorded.indexOf("\n\n") + 2).stripTrailing();
  }

  private static java.util.Optional<String> header(String recorded, String name) {
    return recorded
        .substring(0, recorded.indexOf("\n\n"))
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst();
  }
}
