// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.Prompt;
import dev.conduit.engine.surface.spi.TokenDelta;
import java.util.List;
import java.util.stream.Collectors;

/** A completion as server-sent events. */
final class CompletionStream implements Answer {

  private final Exchange exchange;
  private final AnswerHead head;
  private final Ask ask;
  private final List<Prompt> prompts;
  private final Sse sse;
  private final String prefix;
  private final int[] offsets;
  private int open;

  CompletionStream(
      Exchange exchange, AnswerHead head, Ask ask, List<Prompt> prompts, List<String> echoes) {
    this.exchange = exchange;
    this.head = head;
    this.ask = ask;
    this.prompts = prompts;
    this.open = prompts.size() * ask.n();
    this.offsets = new int[open];
    this.prefix = head.chunkPrefix("text_completion");
    this.sse = new Sse(exchange.response());
    for (int i = 0; i < echoes.size(); i++) {
      chunk(i, new Piece(echoes.get(i), List.of()), "null", "null", 0, false);
    }
  }

  @Override
  public void piece(int choice, Piece piece, int generatedSoFar) {
    chunk(choice, piece, "null", "null", generatedSoFar, false);
  }

  @Override
  public void end(int choice, Piece piece, Ending ending, int generated) {
    open--;
    chunk(
        choice, piece, Json.quote(ending.reason()), ending.stopReasonJson(), generated, open == 0);
  }

  @Override
  public void complete(Usage usage) {
    if (ask.streaming().includeUsage()) {
      ObjectNode last = head.open("text_completion");
      last.putArray("choices");
      last.set("usage", UsageJson.last(usage, false));
      last.put("system_fingerprint", head.fingerprint());
      sse.event(Json.write(last));
    }
    sse.done();
  }

  @Override
  public void failed(Failure failure) {
    Failures.stream(exchange, sse, failure);
  }

  private void chunk(
      int choice, Piece piece, String finish, String stopReason, int generated, boolean last) {
    StringBuilder out = new StringBuilder(prefix.length() + piece.text().length() + 200);
    out.append(prefix).append("{\"index\":").append(choice).append(",\"text\":");
    out.append(Json.quote(piece.text())).append(",\"logprobs\":");
    out.append(logprobs(choice, piece)).append(",\"finish_reason\":").append(finish);
    out.append(",\"stop_reason\":").append(stopReason).append(",\"prompt_token_ids\":null");
    out.append(",\"token_ids\":").append(tokenIds(ask, piece)).append("}]");
    if (ask.streaming().continuousUsage()) {
      int promptTokens = prompts.get(choice / ask.n()).tokens().size();
      out.append(",\"usage\":").append(UsageJson.continuous(promptTokens, generated));
    }
    if (last && !ask.streaming().includeUsage()) {
      out.append(",\"system_fingerprint\":").append(Json.quote(head.fingerprint()));
    }
    offsets[choice] += piece.text().length();
    sse.event(out.append('}').toString());
  }

  private String logprobs(int choice, Piece piece) {
    return ask.logprobs().isPresent() && !piece.tokens().isEmpty()
        ? Json.write(
            LogprobsJson.completion(piece.tokens(), ask.logprobs().getAsInt(), offsets[choice]))
        : "null";
  }

  static String tokenIds(Ask ask, Piece piece) {
    return ask.returnTokenIds()
        ? piece.tokens().stream()
            .map(TokenDelta::id)
            .map(String::valueOf)
            .collect(Collectors.joining(",", "[", "]"))
        : "null";
  }
}
