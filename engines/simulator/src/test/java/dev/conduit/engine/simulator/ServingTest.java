// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ServingTest {
  private static RunningSimulator simulator;

  @BeforeAll
  static void start() throws Exception {
    simulator = RunningSimulator.ready("--max-num-seqs", "4");
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  private static String content(JsonNode answer) {
    return answer.at("/choices/0/message/content").asText();
  }

  @Test
  void everyResponse_whateverItsStatus_saysThatItIsSimulated() throws Exception {
    List<HttpResponse<String>> responses =
        List.of(
            simulator.get("/health"),
            simulator.get("/nowhere"),
            simulator.get("/metrics"),
            simulator.post("/v1/chat/completions", "{"),
            simulator.post("/v1/chat/completions", RunningSimulator.body("Hi", "\"max_tokens\":1")),
            simulator.post(
                "/v1/chat/completions",
                RunningSimulator.body("Hi", "\"max_tokens\":1,\"stream\":true")));
    assertThat(responses)
        .extracting(HttpResponse::statusCode)
        .containsExactly(200, 404, 200, 400, 200, 200);
    assertThat(responses)
        .allSatisfy(
            response ->
                assertThat(response.headers().firstValue("x-conduit-simulated")).contains("true"));
  }

  @Test
  void chat_temperatureZero_isTheSameAgainAndSaysThatItIsSimulated() throws Exception {
    JsonNode first = simulator.chat("Who are you?", "\"temperature\":0");
    assertThat(content(first)).startsWith("Simulated answer, not a model's: ");
    assertThat(first.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(content(simulator.chat("Who are you?", "\"temperature\":0")))
        .isEqualTo(content(first));
    assertThat(content(simulator.chat("Who am I?", "\"temperature\":0")))
        .isNotEqualTo(content(first));
  }

  @Test
  void chat_sampled_dependsOnItsSeed() throws Exception {
    String seven = content(simulator.chat("Again", "\"seed\":7"));
    assertThat(content(simulator.chat("Again", "\"seed\":7"))).isEqualTo(seven);
    assertThat(content(simulator.chat("Again", "\"seed\":8"))).isNotEqualTo(seven);
    assertThat(content(simulator.chat("Again", "")))
        .isNotEqualTo(content(simulator.chat("Again", "")));
  }

  @Test
  void chat_severalAnswers_differ() throws Exception {
    JsonNode answer = simulator.chat("Thrice", "\"n\":3,\"seed\":1");
    assertThat(answer.get("choices")).hasSize(3);
    assertThat(answer.get("choices").findValuesAsText("content")).doesNotHaveDuplicates();
  }

  @Test
  void usage_isWhatTheTokenizerCounts() throws Exception {
    JsonNode answer = simulator.chat("Count me", "\"temperature\":0");
    JsonNode prompt =
        RunningSimulator.JSON.readTree(
            simulator
                .post(
                    "/tokenize",
                    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Count me\"}]}")
                .body());
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(prompt.get("count").asInt());
    JsonNode text =
        RunningSimulator.JSON.readTree(
            simulator
                .post(
                    "/tokenize",
                    RunningSimulator.JSON
                        .createObjectNode()
                        .put("model", "m")
                        .put("prompt", content(answer))
                        .toString())
                .body());
    assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(text.get("count").asInt());
  }

  @Test
  void detokenize_isTheWayBack() throws Exception {
    String text = "größer 日本語";
    JsonNode tokens =
        RunningSimulator.JSON.readTree(
            simulator.post("/tokenize", "{\"model\":\"m\",\"prompt\":\"" + text + "\"}").body());
    String back =
        simulator
            .post("/detokenize", "{\"model\":\"m\",\"tokens\":" + tokens.get("tokens") + "}")
            .body();
    assertThat(RunningSimulator.JSON.readTree(back).get("prompt").asText()).isEqualTo(text);
  }

  @Test
  void chat_limits_endTheAnswer() throws Exception {
    JsonNode limited = simulator.chat("Long", "\"max_tokens\":3,\"temperature\":0");
    assertThat(limited.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(limited.at("/usage/completion_tokens").asInt()).isEqualTo(3);
    JsonNode stopped = simulator.chat("Long", "\"stop\":\" not\",\"temperature\":0");
    assertThat(content(stopped)).isEqualTo("Simulated answer,");
    JsonNode endless = simulator.chat("Long", "\"max_tokens\":300,\"ignore_eos\":true");
    assertThat(endless.at("/usage/completion_tokens").asInt()).isEqualTo(300);
  }

  @Test
  void chat_samePromptAgain_readsItsBlocksFromTheCache() throws Exception {
    String question = "word ".repeat(100);
    JsonNode first = simulator.chat(question, "\"max_tokens\":1");
    JsonNode second = simulator.chat(question, "\"max_tokens\":1");
    int tokens = first.at("/usage/prompt_tokens").asInt();
    String cached = "/usage/prompt_tokens_details/cached_tokens";
    assertThat(first.at(cached).asInt()).isLessThan(16);
    assertThat(second.at(cached).asInt()).isEqualTo((tokens - 1) / 16 * 16);
  }

  @Test
  void chat_schema_isKept() throws Exception {
    JsonNode answer =
        simulator.chat(
            "JSON please",
            "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"p\",\"schema\":"
                + "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":5,\"maximum\":6}},"
                + "\"required\":[\"n\"],\"additionalProperties\":false}}}");
    assertThat(RunningSimulator.JSON.readTree(content(answer)).get("n").asInt()).isBetween(5, 6);
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void chat_schemaThatCannotBeKept_is400() throws Exception {
    HttpResponse<String> response =
        simulator.post(
            "/v1/chat/completions",
            RunningSimulator.body(
                "JSON please",
                "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"p\",\"schema\":"
                    + "{\"not\":{\"type\":\"string\"}}}}"));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("the simulator cannot keep the schema keyword not");
  }

  @Test
  void chat_forcedTool_isCalledWithValidArguments() throws Exception {
    JsonNode answer =
        simulator.chat(
            "Weather?",
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":"
                + "{\"type\":\"object\",\"properties\":{\"place\":{\"$ref\":\"#/$defs/place\"}},\"required\":[\"place\"],"
                + "\"$defs\":{\"place\":{\"enum\":[\"Paris\",\"Rome\"]}}}}}],\"tool_choice\":\"required\"");
    JsonNode call = answer.at("/choices/0/message/tool_calls/0/function");
    assertThat(call.get("name").asText()).isEqualTo("weather");
    assertThat(RunningSimulator.JSON.readTree(call.get("arguments").asText()).get("place").asText())
        .isIn("Paris", "Rome");
  }

  @Test
  void chat_offeredTool_mayBeLeftUncalled() throws Exception {
    JsonNode answer =
        simulator.chat(
            "Weather?",
            "\"temperature\":0,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}]");
    assertThat(content(answer)).startsWith("Simulated answer");
  }

  @Test
  void chat_logprobs_haveTheChosenTokenAndAsManyOthers() throws Exception {
    JsonNode answer =
        simulator.chat("Sure?", "\"logprobs\":true,\"top_logprobs\":2,\"max_tokens\":2");
    JsonNode tokens = answer.at("/choices/0/logprobs/content");
    assertThat(tokens).hasSize(2);
    assertThat(tokens.get(0).get("logprob").asDouble()).isNegative();
    assertThat(tokens.get(0).get("top_logprobs")).hasSize(2);
  }

  @Test
  void embeddings_areUnitVectors_equalForEqualTextsAndCloserForSimilarOnes() throws Exception {
    JsonNode data =
        RunningSimulator.JSON
            .readTree(
                simulator
                    .post(
                        "/v1/embeddings",
                        "{\"model\":\"m\",\"input\":[\"the red house\",\"the red house\",\"the red boat\",\"quantum flux\"]}")
                    .body())
            .get("data");
    List<double[]> vectors = new ArrayList<>();
    for (JsonNode entry : data) {
      vectors.add(
          IntStream.range(0, entry.get("embedding").size())
              .mapToDouble(i -> entry.get("embedding").get(i).asDouble())
              .toArray());
    }
    assertThat(vectors.get(0)).hasSize(384).isEqualTo(vectors.get(1));
    assertThat(dot(vectors.get(0), vectors.get(0))).isCloseTo(1, within(1e-5));
    assertThat(dot(vectors.get(0), vectors.get(2)))
        .isGreaterThan(dot(vectors.get(0), vectors.get(3)));
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  @Test
  void chat_beyondTheContext_is400InVllmsWords() throws Exception {
    HttpResponse<String> response =
        simulator.post("/v1/chat/completions", RunningSimulator.body("Hi", "\"max_tokens\":5000"));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .contains("max_tokens=5000 cannot be greater than max_model_len=1024");
  }

  @Test
  void chat_imageForATextModel_is400() throws Exception {
    HttpResponse<String> response =
        simulator.post(
            "/v1/chat/completions",
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:,\"}}]}]}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("this model takes no image_url");
  }

  @Test
  void chat_moreAtOnceThanMaxNumSeqs_runTogetherAndQueue() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      answers.add(
          simulator
              .client()
              .sendAsync(
                  simulator
                      .request("/v1/chat/completions")
                      .POST(
                          BodyPublishers.ofString(
                              RunningSimulator.body(
                                  "q" + i, "\"max_tokens\":600,\"ignore_eos\":true")))
                      .build(),
                  BodyHandlers.ofString()));
    }
    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(simulator.metric("vllm:num_requests_running{")).isEqualTo(4);
              assertThat(simulator.metric("vllm:num_requests_waiting{")).isPositive();
              assertThat(simulator.metric("vllm:kv_cache_usage_perc{")).isPositive();
            });
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get().statusCode()).isEqualTo(200);
    }
    awaitIdle();
  }

  @Test
  void stream_closedByTheClient_freesItsBlocksAtOnce() throws Exception {
    InputStream stream =
        simulator
            .client()
            .send(
                simulator
                    .request("/v1/chat/completions")
                    .POST(
                        BodyPublishers.ofString(
                            RunningSimulator.body(
                                "Go on", "\"stream\":true,\"max_tokens\":900,\"ignore_eos\":true")))
                    .build(),
                BodyHandlers.ofInputStream())
            .body();
    assertThat(stream.readNBytes(500)).hasSize(500);
    stream.close();
    awaitIdle();
  }

  private static void awaitIdle() {
    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(simulator.metric("vllm:num_requests_running{")).isZero();
              assertThat(simulator.metric("vllm:kv_cache_usage_perc{")).isZero();
            });
  }

  @Test
  void metrics_countStepsAndLookups() throws IOException, InterruptedException {
    simulator.chat("Measure", "\"max_tokens\":2");
    assertThat(simulator.metric("vllm:iteration_tokens_total_count{")).isPositive();
    assertThat(simulator.metric("vllm:prefix_cache_queries_total{")).isPositive();
    assertThat(simulator.get("/metrics").body()).contains("block_size=\"16\"", "num_gpu_blocks=\"");
  }
}
