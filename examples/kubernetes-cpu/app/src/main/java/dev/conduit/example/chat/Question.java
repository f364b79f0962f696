// SPDX-License-Identifier: Apache-2.0
package dev.conduit.example.chat;

import com.openai.client.OpenAIClient;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.Iterator;

/** One question, streamed: any thread, any number of times. */
final class Question {
  private static final long TOKENS = 24;

  private final OpenAIClient client;
  private final ChatCompletionCreateParams params;

  Question(OpenAIClient client, String model, String text) {
    this.client = client;
    this.params =
        ChatCompletionCreateParams.builder()
            .model(model)
            .addUserMessage(text)
            .temperature(0.0)
            .maxCompletionTokens(TOKENS)
            .build();
  }

  /** How a request ended. */
  sealed interface Outcome {
    /** The whole answer, and who gave it. */
    record Answered(String text, String endpoint) implements Outcome {}

    /** It had begun to stream, and broke off. */
    record Cut(String why) implements Outcome {}

    /** It never began: nothing of an answer came. */
    record Lost(String why) implements Outcome {}
  }

  Outcome ask() {
    StringBuilder text = new StringBuilder();
    boolean hasBegun = false;
    boolean isWhole = false;
    try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> response =
            client.chat().completions().withRawResponse().createStreaming(params);
        StreamResponse<ChatCompletionChunk> stream = response.parse()) {
      Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
      while (chunks.hasNext()) {
        hasBegun = true;
        for (ChatCompletionChunk.Choice choice : chunks.next().choices()) {
          choice.delta().content().ifPresent(text::append);
          isWhole |= choice.finishReason().isPresent();
        }
      }
      if (isWhole) {
        String endpoint =
            response.headers().values("x-conduit-endpoint").stream().findFirst().orElse("?");
        return new Outcome.Answered(text.toString().strip(), endpoint);
      }
      return failed(hasBegun, "the stream ended early");
    } catch (OpenAIException e) {
      return failed(hasBegun, String.valueOf(e.getMessage()));
    }
  }

  private static Outcome failed(boolean hasBegun, String why) {
    return hasBegun ? new Outcome.Cut(why) : new Outcome.Lost(why);
  }
}
