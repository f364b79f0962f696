// SPDX-License-Identifier: Apache-2.0
package dev.conduit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LangChain4j through the sidecar: the real model and simulators behind it. */
class LangChain4jIT {
  private final Stack stack = Stack.shared();

  @Test
  void chat_auto_shortQuestionGoesToTheRealModel() {
    assertThat(model("auto").chat("What is the capital of France?")).contains("Paris");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "heavy"})
  void stream_tier_endsWithTheWholeText(String tier) throws Exception {
    StringBuilder parts = new StringBuilder();
    CompletableFuture<ChatResponse> done = new CompletableFuture<>();
    OpenAiStreamingChatModel.builder()
        .baseUrl(stack.v1())
        .apiKey("unused")
        .modelName(tier)
        .temperature(0.0)
        .maxTokens(24)
        .build()
        .chat(
            "Name three colours.",
            new StreamingChatResponseHandler() {
              @Override
              public void onPartialResponse(String part) {
                parts.append(part);
              }

              @Override
              public void onCompleteResponse(ChatResponse response) {
                done.complete(response);
              }

              @Override
              public void onError(Throwable error) {
                done.completeExceptionally(error);
              }
            });
    ChatResponse response = done.get(1, TimeUnit.MINUTES);
    assertThat(response.aiMessage().text()).isNotBlank().isEqualTo(parts.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "heavy"})
  void chat_requiredTool_isCalled(String tier) {
    ToolSpecification weather =
        ToolSpecification.builder()
            .name("weather")
            .description("The weather of a city")
            .parameters(
                JsonObjectSchema.builder().addStringProperty("city").required("city").build())
            .build();
    ChatResponse response =
        model(tier)
            .chat(
                ChatRequest.builder()
                    .messages(UserMessage.from("What is the weather in Paris?"))
                    .toolSpecifications(weather)
                    .toolChoice(ToolChoice.REQUIRED)
                    .build());
    assertThat(response.aiMessage().toolExecutionRequests()).hasSize(1);
    assertThat(response.aiMessage().toolExecutionRequests().getFirst().arguments())
        .contains("\"city\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "heavy"})
  void chat_jsonSchema_answersAnInstance(String tier) {
    ResponseFormat format =
        ResponseFormat.builder()
            .type(ResponseFormatType.JSON)
            .jsonSchema(
                JsonSchema.builder()
                    .name("Capital")
                    .rootElement(
                        JsonObjectSchema.builder()
                            .addStringProperty("city")
                            .required("city")
                            .additionalProperties(false)
                            .build())
                    .build())
            .build();
    ChatResponse response =
        model(tier)
            .chat(
                ChatRequest.builder()
                    .messages(UserMessage.from("The capital of France as JSON."))
                    .responseFormat(format)
                    .build());
    assertThat(response.aiMessage().text()).startsWith("{").contains("\"city\"").endsWith("}");
  }

  private OpenAiChatModel model(String name) {
    return OpenAiChatModel.builder()
        .baseUrl(stack.v1())
        .apiKey("unused")
        .modelName(name)
        .temperature(0.0)
        .maxTokens(64)
        .maxRetries(0)
        .timeout(Duration.ofMinutes(2))
        .strictJsonSchema(true)
        .build();
  }
}
