// SPDX-License-Identifier: Apache-2.0
package dev.conduit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionNamedToolChoice;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official OpenAI Java SDK through the sidecar: the real model and simulators behind it. */
class OpenAiJavaIT {
  private static final String REAL = "smollm2";
  private static final String SIMULATED = "qwen2.5-72b";

  private final Stack stack = Stack.shared();
  private final OpenAIClient client = Clients.openAi(stack.v1());

  /** What a structured answer holds. */
  public record Capital(String city) {}

  @Test
  void chat_realModel_knowsTheCapitalOfFrance() {
    ChatCompletion answer =
        client.chat().completions().create(Clients.ask(REAL, "What is the capital of France?", 32));
    assertThat(answer.choices().getFirst().message().content().orElseThrow()).contains("Paris");
    assertThat(answer.usage().orElseThrow().completionTokens()).isBetween(3L, 32L);
    assertThat(answer.usage().orElseThrow().promptTokens()).isBetween(10L, 80L);
  }

  @ParameterizedTest
  @ValueSource(strings = {REAL, SIMULATED})
  void stream_content_equalsTheUnstreamedAnswer(String model) {
    ChatCompletionCreateParams params = Clients.ask(model, "Count from one to five.", 24);
    String whole =
        client
            .chat()
            .completions()
            .create(params)
            .choices()
            .getFirst()
            .message()
            .content()
            .orElse("");
    assertThat(whole).isNotBlank();
    assertThat(Clients.streamed(client, params)).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {REAL, SIMULATED})
  void stream_throughTheSidecar_equalsADirectCall(String model) throws IOException {
    ChatCompletionCreateParams params =
        Clients.ask(model, "Say something with umlauts: für, größer, 日本語, naïve.", 48);
    String direct = Clients.streamed(Clients.openAi(endpoint(model) + "/v1"), params);
    assertThat(direct).isNotBlank();
    assertThat(Clients.streamed(client, params)).isEqualTo(direct);
  }

  @ParameterizedTest
  @ValueSource(strings = {REAL, SIMULATED})
  void stream_withUsage_reportsItOnceAtTheEnd(String model) {
    ChatCompletionCreateParams params =
        Clients.ask(model, "Hello!", 8).toBuilder()
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params)) {
      List<ChatCompletionChunk> chunks = stream.stream().toList();
      assertThat(chunks).filteredOn(chunk -> chunk.usage().isPresent()).hasSize(1);
      ChatCompletionChunk last = chunks.getLast();
      assertThat(last.choices()).isEmpty();
      assertThat(last.usage().orElseThrow().completionTokens()).isBetween(1L, 8L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {REAL, SIMULATED})
  void chat_withSchema_answersAnInstance(String model) throws IOException {
    var params =
        Clients.ask(model, "The capital of France as JSON.", 64).toBuilder()
            .responseFormat(Capital.class)
            .build();
    var answer = client.chat().completions().create(params);
    assertThat(answer.choices().getFirst().message().content().orElseThrow().city()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {REAL, SIMULATED})
  void chat_forcedTool_callsItWithArgumentsOfItsSchema(String model) throws IOException {
    ChatCompletionCreateParams params =
        Clients.ask(model, "What is the weather in Paris?", 64).toBuilder()
            .addTool(ChatCompletionFunctionTool.builder().function(weather()).build())
            .toolChoice(
                ChatCompletionNamedToolChoice.builder()
                    .function(
                        ChatCompletionNamedToolChoice.Function.builder().name("weather").build())
                    .build())
            .build();
    var call =
        client
            .chat()
            .completions()
            .create(params)
            .choices()
            .getFirst()
            .message()
            .toolCalls()
            .orElseThrow()
            .getFirst()
            .asFunction()
            .function();
    assertThat(call.name()).isEqualTo("weather");
    JsonNode arguments = new ObjectMapper().readTree(call.arguments());
    assertThat(arguments.path("city").isTextual()).as(call.arguments()).isTrue();
  }

  @Test
  void completion_realModel_continuesThePrompt() {
    var answer =
        client
            .completions()
            .create(
                CompletionCreateParams.builder()
                    .model(REAL)
                    .prompt("The capital of France is")
                    .temperature(0.0)
                    .maxTokens(4)
                    .build());
    assertThat(answer.choices().getFirst().text()).contains("Paris");
  }

  @Test
  void embeddings_ofTheSimulator_areUnitVectors() {
    var answer =
        client
            .embeddings()
            .create(
                EmbeddingCreateParams.builder()
                    .model(SIMULATED)
                    .inputOfArrayOfStrings(List.of("one", "two"))
                    .build());
    assertThat(answer.data()).hasSize(2);
    double norm = answer.data().getFirst().embedding().stream().mapToDouble(x -> x * x).sum();
    assertThat(norm).isBetween(0.99, 1.01);
  }

  @Test
  void models_list_namesAutoTiersAndModels() {
    assertThat(client.models().list().data())
        .extracting(model -> model.id())
        .contains("auto", "light", "heavy", REAL, SIMULATED);
  }

  @Test
  void chat_unknownModel_saysWhichThereAre() {
    assertThatThrownBy(() -> client.chat().completions().create(Clients.ask("nope", "Hello", 4)))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("nope")
        .hasMessageContaining(SIMULATED);
  }

  @Test
  void chat_tooManyTokens_isRefusedWithTheNumbers() {
    assertThatThrownBy(
            () -> client.chat().completions().create(Clients.ask(SIMULATED, "Hello", 5_000_000)))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("maximum context length is 8192 tokens")
        .hasMessageContaining("5000000 in the completion");
  }

  @ParameterizedTest
  @ValueSource(strings = {REAL, SIMULATED})
  void stream_closedByTheCaller_freesTheEngine(String model) throws IOException {
    ChatCompletionCreateParams params =
        Clients.ask(model, "Write a very long story about the sea.", 1500);
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params)) {
      assertThat(stream.stream().limit(3).count()).isEqualTo(3);
    }
    Awaitility.await("the engine to stop")
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(running(model)).isZero());
  }

  private static FunctionDefinition weather() {
    return FunctionDefinition.builder()
        .name("weather")
        .description("The weather of a city")
        .parameters(
            FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty(
                    "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                .putAdditionalProperty("additionalProperties", JsonValue.from(false))
                .build())
        .build();
  }

  /** One endpoint of the model, from the snapshot the sidecar reads. */
  private String endpoint(String model) throws IOException {
    return endpoints(model).getFirst();
  }

  private List<String> endpoints(String model) throws IOException {
    for (JsonNode target : new ObjectMapper().readTree(stack.snapshot()).path("targets")) {
      if (target.path("model").asText().equals(model)) {
        return target.path("endpoints").valueStream().map(e -> e.path("url").asText()).toList();
      }
    }
    throw new IllegalStateException("no target serves " + model);
  }

  /** Requests that the engines of the model say they are running. */
  private double running(String model) throws IOException, InterruptedException {
    double sum = 0;
    for (String url : endpoints(model)) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/metrics")).build();
      String metrics =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
      sum +=
          metrics
              .lines()
              .filter(line -> line.startsWith("vllm:num_requests_running{"))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
              .sum();
    }
    return sum;
  }
}
