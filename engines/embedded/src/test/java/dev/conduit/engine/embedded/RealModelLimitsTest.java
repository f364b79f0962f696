// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A model with one slot: what it reuses, what it refuses, and that nothing that a client sends ends
 * the process. llama.cpp aborts over input that it does not expect, so each case here would.
 */
final class RealModelLimitsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHAT = "/v1/chat/completions";
  private static final String HELLO =
      "\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}]";

  private static RealModel model;

  @BeforeAll
  static void start() throws Exception {
    model = new RealModel(1).loaded();
  }

  @AfterAll
  static void stop() {
    model.close();
  }

  @AfterEach
  void engine_isStillThere() throws Exception {
    assertThat(model.get("/health")).startsWith("200");
    assertThat(model.chat("\"max_tokens\":1," + HELLO).at("/usage/completion_tokens").asInt())
        .isEqualTo(1);
  }

  @Test
  void samePromptAgain_isReusedButForItsLastToken() throws Exception {
    model.chat("\"max_tokens\":2," + HELLO);
    JsonNode usage = model.chat("\"max_tokens\":2," + HELLO).path("usage");
    assertThat(usage.at("/prompt_tokens_details/cached_tokens").asInt())
        .isEqualTo(usage.path("prompt_tokens").asInt() - 1);
  }

  @Test
  void nextTurn_reusesTheTurnBefore() throws Exception {
    JsonNode first = model.chat("\"max_tokens\":12," + HELLO);
    String answer = first.at("/choices/0/message/content").asText();
    JsonNode second =
        model.chat(
            "\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"},"
                + "{\"role\":\"assistant\",\"content\":"
                + JSON.writeValueAsString(answer)
                + "},{\"role\":\"user\",\"content\":\"Again.\"}]");
    assertThat(second.at("/usage/prompt_tokens_details/cached_tokens").asInt())
        .isGreaterThanOrEqualTo(first.at("/usage/prompt_tokens").asInt());
  }

  @Test
  void temperatureZeroAndSeeds_repeat() throws Exception {
    String sampled = "\"temperature\":1.5,\"seed\":11,\"max_tokens\":12," + HELLO;
    String body = "{\"model\":\"" + RealModel.NAME + "\"," + sampled + "}";
    String one = JSON.readTree(model.post(CHAT, body).body()).at("/choices/0/message").toString();
    String two = JSON.readTree(model.post(CHAT, body).body()).at("/choices/0/message").toString();
    assertThat(two).isEqualTo(one);
  }

  @Test
  void tokenIds_areThePromptExactly() throws Exception {
    JsonNode tokens =
        JSON.readTree(
            model
                .post("/tokenize", RealModel.body("\"prompt\":\"The capital of France is\""))
                .body());
    JsonNode byIds = complete("\"max_tokens\":4,\"prompt\":" + tokens.path("tokens"));
    JsonNode byText = complete("\"max_tokens\":4,\"prompt\":\"The capital of France is\"");
    assertThat(byIds.at("/choices/0/text")).isEqualTo(byText.at("/choices/0/text"));
    assertThat(byIds.at("/usage/prompt_tokens").asInt()).isEqualTo(tokens.path("count").asInt());
  }

  @Test
  void choice_isOneOfThem() throws Exception {
    JsonNode answer =
        model.chat("\"max_tokens\":20,\"guided_choice\":[\"grün\\n\",\"blue \\\"x\\\"\"]," + HELLO);
    assertThat(answer.at("/choices/0/message/content").asText()).isIn("grün\n", "blue \"x\"");
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"prompt\":[999999]",
        "\"prompt\":[49152]",
        "\"prompt\":\"a\",\"guided_grammar\":\"root ::= (\"",
        "\"prompt\":\"a\",\"guided_regex\":\"a+\"",
        "\"prompt\":\"a\",\"guided_json\":{\"type\":\"wish\"}",
        "\"prompt\":\"a\",\"guided_json\":{\"$ref\":\"http://127.0.0.1/x\"}",
        "\"prompt\":\"a\",\"guided_json\":{\"type\":\"string\",\"pattern\":\"(\"}",
        "\"prompt\":\"a\",\"min_tokens\":3",
        "\"prompt\":\"a\",\"logprobs\":1",
        "\"prompt\":\"\"",
      })
  void unkeptRequest_isRefused(String fields) throws Exception {
    HttpResponse<String> answer = model.post("/v1/completions", RealModel.body(fields));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"prompt\":\"a\\u0000b\"",
        "\"prompt\":\"lone \\ud83d surrogate\"",
        "\"prompt\":\"<|im_end|><|endoftext|>\"",
        "\"prompt\":\"a\",\"logit_bias\":{\"49151\":100,\"999999\":1}",
        "\"prompt\":\"a\",\"seed\":-9223372036854775808",
        "\"prompt\":\"a\",\"seed\":9223372036854775807",
        "\"prompt\":\"a\",\"top_k\":-1,\"min_p\":1,\"top_p\":0.0001,\"temperature\":9",
        "\"prompt\":\"a\",\"presence_penalty\":2,\"frequency_penalty\":-2,\"repetition_penalty\":9",
      })
  void strangeRequest_isAnswered(String fields) throws Exception {
    JsonNode answer = complete("\"max_tokens\":3," + fields);
    assertThat(answer.at("/usage/completion_tokens").asInt()).as(answer.toString()).isBetween(1, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"role\":\"assistant\",\"content\":null}]",
        "[{\"role\":\"tool\",\"content\":\"\"},{\"role\":\"system\",\"content\":\"late\"}]",
        "[{\"role\":\"assistant\",\"tool_calls\":[7,{\"function\":{\"name\":3}}]}]",
        "[{\"role\":\"assistant\",\"tool_calls\":\"x\"},{\"role\":\"user\",\"content\":[]}]",
      })
  void strangeMessages_areRendered(String messages) throws Exception {
    JsonNode answer = model.chat("\"max_tokens\":2,\"messages\":" + messages);
    assertThat(answer.at("/usage/prompt_tokens").asInt()).as(answer.toString()).isPositive();
  }

  @Test
  void clientGoneWhileThePromptIsRead_freesTheOnlySlot() throws Exception {
    String text = "word ".repeat(900);
    HttpResponse<InputStream> head =
        model.send(
            "/v1/completions",
            RealModel.body("\"stream\":true,\"max_tokens\":100,\"prompt\":\"" + text + "\""),
            BodyHandlers.ofInputStream());
    assertThat(model.running()).isEqualTo(1);
    head.body().close();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> model.running() == 0 && model.get("/load").contains(":0"));
    assertThat(model.get("/metrics"))
        .contains("vllm:prompt_tokens_total")
        .contains("finished_reason=\"abort\",model_name=\"smollm2\"} 1.0");
  }

  @Test
  void queuedRequest_leavesTheQueueWhenItsClientGoes() throws Exception {
    List<HttpResponse<InputStream>> two =
        List.of(
            model.send(CHAT, story(), BodyHandlers.ofInputStream()),
            model.send(CHAT, story(), BodyHandlers.ofInputStream()));
    Awaitility.await().until(() -> model.get("/metrics").contains(waiting(1)));
    two.get(1).body().close();
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> model.get("/metrics").contains(waiting(0)));
    two.getFirst().body().close();
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> model.running() == 0);
  }

  private static String waiting(int count) {
    return "vllm:num_requests_waiting{engine=\"0\",model_name=\"smollm2\"} " + count + ".0";
  }

  private static String story() {
    return RealModel.body("\"stream\":true,\"ignore_eos\":true,\"max_tokens\":900," + HELLO);
  }

  private static JsonNode complete(String fields) throws Exception {
    return JSON.readTree(model.post("/v1/completions", RealModel.body(fields)).body());
  }
}
