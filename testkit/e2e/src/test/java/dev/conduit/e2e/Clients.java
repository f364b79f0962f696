// SPDX-License-Identifier: Apache-2.0
package dev.conduit.e2e;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.time.Duration;
import java.util.stream.Collectors;

/** The stock OpenAI client of an application, and what tests ask through it. */
final class Clients {
  private Clients() {}

  /** As an application makes it: a base URL, no retries of its own, so that ours are seen. */
  static OpenAIClient openAi(String baseUrl) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(baseUrl)
        .apiKey("unused")
        .maxRetries(0)
        .timeout(Duration.ofMinutes(2))
        .build();
  }

  /** One user message at temperature 0. */
  static ChatCompletionCreateParams ask(String model, String text, long tokens) {
    return ChatCompletionCreateParams.builder()
        .model(model)
        .addUserMessage(text)
        .temperature(0.0)
        .maxCompletionTokens(tokens)
        .build();
  }

  /** The whole streamed content, in the order it came. */
  static String streamed(OpenAIClient client, ChatCompletionCreateParams params) {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params)) {
      return stream.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .flatMap(choice -> choice.delta().content().stream())
          .collect(Collectors.joining());
    }
  }
}
