// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real model behind the HTTP surface. */
class EmbeddedEngineTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FRANCE =
      "\"messages\":[{\"role\":\"user\",\"content\":\"What is the capital of France?\"}]";
  private static final String STORY =
      "\"max_tokens\":900,\"ignore_eos\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Tell a story.\"}]";

  private static RealModel model;

  @BeforeAll
  static void start() throws Exception {
    model = new RealModel(2).loaded();
  }

  @AfterAll
  static void stop() {
    model.close();
  }

  @Test
  void chat_capitalOfFrance_isParis() throws Exception {
    JsonNode answer = model.chat("\"max_tokens\":32," + FRANCE);
    assertThat(answer.at("/choices/0/message/content").asText())
        .isEqualTo("The capital of France is Paris.");
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    // seven words and the end of text; the prompt is the question in the model's template
    assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(8);
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(16);
  }

  @Test
  void chat_limitReached_finishesByLength() throws Exception {
    JsonNode answer = model.chat("\"max_tokens\":3," + FRANCE);
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(3);
  }

  @Test
  void chat_stopString_endsBeforeIt() throws Exception {
    JsonNode answer = model.chat("\"max_tokens\":32,\"stop\":[\" Paris\"]," + FRANCE);
    assertThat(answer.at("/choices/0/message/content").asText())
        .isEqualTo("The capital of France is");
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void chat_streamed_isTheSameText() throws Exception {
    String body = RealModel.body("\"stream\":true,\"max_tokens\":32," + FRANCE);
    String text = content(model.post("/v1/chat/completions", body).body());
    assertThat(text).isEqualTo("The capital of France is Paris.");
  }

  @Test
  void stream_charactersOfSeveralTokens_areNeverBroken() throws Exception {
    String prompt = "\"max_tokens\":40,\"prompt\":\"日本語の文章: 東京は\",\"stream\":true";
    HttpResponse<byte[]> answer =
        model.send("/v1/completions", RealModel.body(prompt), BodyHandlers.ofByteArray());
    String text = new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(text).doesNotContain("\uFFFD").contains("data: [DONE]");
  }

  @Test
  void chat_schema_answersAnInstanceAndStopsAfterIt() throws Exception {
    JsonNode answer =
        model.chat(
            """
            "max_tokens":200,"messages":[{"role":"user","content":"Paris as JSON"}],
            "response_format":{"type":"json_schema","json_schema":{"name":"city","schema":
              {"type":"object","properties":{"city":{"type":"string"},"people":{"type":"integer"}},
               "required":["city","people"],"additionalProperties":false}}}""");
    String text = answer.at("/choices/0/message/content").asText();
    JsonNode value = JSON.readTree(text);
    assertThat(value.path("city").isTextual()).as(text).isTrue();
    assertThat(value.path("people").isIntegralNumber()).as(text).isTrue();
    assertThat(text).endsWith("}");
  }

  @Test
  void chat_forcedToolWithoutDescription_isCalled() throws Exception {
    JsonNode answer =
        model.chat(
            """
            "max_tokens":100,"messages":[{"role":"user","content":"Weather in Paris?"}],
            "tools":[{"type":"function","function":{"name":"weather","parameters":
              {"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}],
            "tool_choice":{"type":"function","function":{"name":"weather"}}""");
    JsonNode call = answer.at("/choices/0/message/tool_calls/0/function");
    assertThat(call.path("name").asText()).isEqualTo("weather");
    assertThat(JSON.readTree(call.path("arguments").asText()).path("city").isTextual()).isTrue();
  }

  @Test
  void chat_toolResultInTheConversation_isRendered() throws Exception {
    JsonNode answer =
        model.chat(
            """
            "max_tokens":8,"messages":[{"role":"user","content":"Weather?"},
             {"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function",
               "function":{"name":"weather","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"1","content":"sunny"}]""");
    assertThat(answer.at("/usage/completion_tokens").asInt()).isPositive();
  }

  @Test
  void chat_picture_isRefusedWithTheWayOut() throws Exception {
    JsonNode answer =
        model.chat(
            """
            "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]""");
    assertThat(answer.at("/error/message").asText()).contains("image_url");
    assertThat(answer.at("/error/code").asInt()).isEqualTo(400);
  }

  @Test
  void embeddings_nearTexts_areNearerThanFarOnes() throws Exception {
    String body =
        "{\"model\":\"%s\",\"input\":[\"hello world\",\"hello there world\",\"quantum chromodynamics of gluons\"]}"
            .formatted(RealModel.NAME);
    JsonNode data = JSON.readTree(model.post("/v1/embeddings", body).body()).path("data");
    double near = dot(data.get(0), data.get(1));
    double far = dot(data.get(0), data.get(2));
    assertThat(dot(data.get(0), data.get(0))).isBetween(0.99, 1.01);
    assertThat(near).isGreaterThan(far);
  }

  @Test
  void cancel_clientGone_freesTheSlot() throws Exception {
    String body = RealModel.body("\"stream\":true," + STORY);
    HttpResponse<InputStream> one =
        model.send("/v1/chat/completions", body, BodyHandlers.ofInputStream());
    assertThat(one.body().read()).isNotNegative();
    assertThat(model.running()).isEqualTo(1);
    one.body().close();
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(model.running()).isZero());
  }

  @Test
  void queue_moreThanSlots_allAreAnswered() {
    List<CompletableFuture<Integer>> answers =
        Stream.generate(
                () ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            return model
                                .chat("\"max_tokens\":5," + FRANCE)
                                .at("/usage/completion_tokens")
                                .asInt();
                          } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                        }))
            .limit(6)
            .toList();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(5));
  }

  @Test
  void health_beforeAndAfterLoading_tellsWhichItIs() throws Exception {
    try (RealModel fresh = new RealModel(1)) {
      assertThat(fresh.get("/health")).startsWith("503");
      fresh.loaded();
      assertThat(fresh.get("/health")).startsWith("200");
    }
  }

  @Test
  void load_truncatedFile_failsAndSaysSo(@TempDir Path folder) throws Exception {
    byte[] whole = Files.readAllBytes(RealModel.file());
    Path half = folder.resolve("half.gguf");
    Files.write(half, java.util.Arrays.copyOf(whole, whole.length / 2));
    try (RealModel fresh = new RealModel(1)) {
      fresh.engine.load(half);
      assertThat(fresh.get("/health")).startsWith("503");
      assertThat(fresh.engine.state()).startsWith("failed:").contains("damaged");
    }
  }

  private static String content(String stream) {
    StringBuilder text = new StringBuilder();
    stream
        .lines()
        .filter(line -> line.startsWith("data: {"))
        .forEach(line -> text.append(delta(line.substring("data: ".length()))));
    return text.toString();
  }

  private static String delta(String json) {
    try {
      return JSON.readTree(json).at("/choices/0/delta/content").asText("");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double dot(JsonNode left, JsonNode right) {
    double sum = 0;
    for (int i = 0; i < left.path("embedding").size(); i++) {
      sum += left.path("embedding").get(i).asDouble() * right.path("embedding").get(i).asDouble();
    }
    return sum;
  }
}
