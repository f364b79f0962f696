// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.engine.surface.spi.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A chat answer as server-sent events: a chunk with the role and an empty content, chunks of text
 * or of a tool call, the finish reason on the last of them, then usage (when asked for) and the end
 * mark.
 */
final class ChatStream implements Answer {

  private static final String OBJECT = "chat.completion.chunk";
  private static final String UNFINISHED = "null";

  private final Exchange exchange;
  private final AnswerHead head;
  private final Ask ask;
  private final ToolPlan tools;
  private final SurfaceMetrics metrics;
  private final int promptTokens;
  private final Sse sse;
  private final String prefix;
  private final List<ToolText> readers = new ArrayList<>();
  private final boolean[] called;
  private boolean begun;
  private int open;

  ChatStream(
      Exchange exchange,
      AnswerHead head,
      Ask ask,
      ToolPlan tools,
      SurfaceMetrics metrics,
      int promptTokens) {
    this.exchange = exchange;
    this.head = head;
    this.ask = ask;
    this.tools = tools;
    this.metrics = metrics;
    this.promptTokens = promptTokens;
    this.open = ask.n();
    this.called = new boolean[ask.n()];
    this.prefix = head.chunkPrefix(OBJECT);
    for (int i = 0; i < ask.n(); i++) {
      readers.add(tools.isForced() ? ToolText.forced() : ToolText.auto());
    }
    this.sse = new Sse(exchange.response());
  }

  @Override
  public void piece(int choice, Piece piece, int generatedSoFar) {
    begin();
    if (!tools.isActive()) {
      delta(choice, content(piece.text()), piece, UNFINISHED, generatedSoFar);
      return;
    }
    emit(choice, readers.get(choice).accept(piece.text()), piece, generatedSoFar);
  }

  @Override
  public void end(int choice, Piece piece, Ending ending, int generated) {
    begin();
    open--;
    String text = piece.text();
    Ending shown = ending;
    if (tools.isActive()) {
      emit(choice, readers.get(choice).accept(text), piece, generated);
      emit(choice, readers.get(choice).finish(), new Piece("", List.of()), generated);
      metrics.toolCall(true, called[choice]);
      boolean wasCall = called[choice] && ending.reason().equals("stop");
      shown = wasCall ? ending.withReason("tool_calls") : ending;
      text = "";
    }
    String finish = Json.quote(shown.reason()) + ",\"stop_reason\":" + shown.stopReasonJson();
    delta(
        choice,
        content(text),
        tools.isActive() ? new Piece("", List.of()) : piece,
        finish,
        generated);
  }

  @Override
  public void complete(Usage usage) {
    if (ask.streaming().includeUsage()) {
      ObjectNode last = head.open(OBJECT);
      last.putArray("choices");
      last.set("usage", UsageJson.last(usage, true));
      last.put("system_fingerprint", head.fingerprint());
      sse.event(Json.write(last));
    }
    sse.done();
  }

  @Override
  public void failed(Failure failure) {
    Failures.stream(exchange, sse, failure);
  }

  private void begin() {
    if (begun) {
      return;
    }
    begun = true;
    for (int i = 0; i < ask.n(); i++) {
      StringBuilder out = new StringBuilder(prefix);
      out.append("{\"index\":").append(i);
      out.append(",\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null");
      out.append(",\"finish_reason\":null}]");
      usage(out, 0);
      sse.event(out.append(",\"prompt_token_ids\":null,\"prompt_text\":null}").toString());
    }
  }

  private void emit(int choice, List<ToolEvent> events, Piece piece, int generated) {
    Piece tokens = piece;
    for (ToolEvent event : events) {
      Optional<String> delta = delta(event);
      called[choice] |= event instanceof ToolEvent.CallEnd;
      if (delta.isPresent()) {
        delta(choice, delta.get(), tokens, UNFINISHED, generated);
        tokens = new Piece("", List.of());
      }
    }
  }

  private static Optional<String> delta(ToolEvent event) {
    return switch (event) {
      case ToolEvent.Content(String text) -> Optional.of(content(text));
      case ToolEvent.CallStart(int index, String name) ->
          Optional.of(
              "\"tool_calls\":[{\"id\":\"%s\",\"type\":\"function\",\"index\":%d,\"function\":{\"name\":%s,\"arguments\":\"\"}}]"
                  .formatted(ToolCall.newId(), index, Json.quote(name)));
      case ToolEvent.CallArguments(int index, String text) ->
          Optional.of(
              "\"tool_calls\":[{\"index\":%d,\"function\":{\"arguments\":%s}}]"
                  .formatted(index, Json.quote(text)));
      case ToolEvent.CallEnd(int ignored) -> Optional.empty();
    };
  }

  private static String content(String text) {
    return "\"content\":" + Json.quote(text);
  }

  private void delta(int choice, String delta, Piece piece, String finish, int generated) {
    StringBuilder out = new StringBuilder(prefix.length() + delta.length() + 160);
    out.append(prefix).append("{\"index\":").append(choice).append(",\"delta\":{").append(delta);
    out.append("},\"logprobs\":").append(logprobs(piece)).append(",\"finish_reason\":");
    out.append(finish).append(",\"token_ids\":").append(CompletionStream.tokenIds(ask, piece));
    out.append("}]");
    usage(out, generated);
    boolean last = open == 0 && !finish.equals(UNFINISHED);
    if (last && !ask.streaming().includeUsage()) {
      out.append(",\"system_fingerprint\":").append(Json.quote(head.fingerprint()));
    }
    sse.event(out.append('}').toString());
  }

  private void usage(StringBuilder out, int generated) {
    if (ask.streaming().continuousUsage()) {
      out.append(",\"usage\":").append(UsageJson.continuous(promptTokens, generated));
    }
  }

  private String logprobs(Piece piece) {
    return ask.logprobs().isPresent() && !piece.tokens().isEmpty()
        ? Json.write(LogprobsJson.chat(piece.tokens(), ask.logprobs().getAsInt()))
        : "null";
  }
}
