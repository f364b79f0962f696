// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.engine.surface.spi.Failure;
import java.util.List;
import java.util.Optional;

/** A chat answer in one piece. */
final class ChatAnswer implements Answer {

  private final Exchange exchange;
  private final AnswerHead head;
  private final Ask ask;
  private final ToolPlan tools;
  private final SurfaceMetrics metrics;
  private final Choices choices;

  ChatAnswer(Exchange exchange, AnswerHead head, Ask ask, ToolPlan tools, SurfaceMetrics metrics) {
    this.exchange = exchange;
    this.head = head;
    this.ask = ask;
    this.tools = tools;
    this.metrics = metrics;
    this.choices = new Choices(ask.n());
  }

  @Override
  public void piece(int choice, Piece piece, int generatedSoFar) {
    choices.add(choice, piece);
  }

  @Override
  public void end(int choice, Piece piece, Ending ending, int generated) {
    choices.end(choice, piece, ending);
  }

  @Override
  public void complete(Usage usage) {
    ObjectNode root = head.open("chat.completion");
    ArrayNode list = root.putArray("choices");
    choices.forEach(choice -> write(list.addObject(), choice));
    root.putNull("service_tier").put("system_fingerprint", head.fingerprint());
    root.set("usage", UsageJson.whole(usage, true));
    root.putNull("prompt_logprobs").putNull("prompt_token_ids").putNull("prompt_text");
    root.putNull("kv_transfer_params").putNull("ec_transfer_params").putNull("metrics");
    exchange.json(200, root);
  }

  @Override
  public void failed(Failure failure) {
    Failures.answer(exchange, failure);
  }

  private void write(ObjectNode node, Choices.Choice choice) {
    ToolCalls calls =
        tools.isActive() ? ToolCalls.read(choice.text(), tools.isForced()) : ToolCalls.NONE;
    if (tools.isActive()) {
      metrics.toolCall(false, calls.isPresent());
    }
    ObjectNode message = node.put("index", choice.index()).putObject("message");
    message.put("role", "assistant");
    message.put("content", calls.isPresent() ? calls.content().orElse(null) : choice.text());
    message.putNull("refusal").putNull("annotations").putNull("audio").putNull("function_call");
    if (calls.isPresent()) {
      message.set("tool_calls", calls.json());
    }
    message.putNull("reasoning");
    if (ask.logprobs().isPresent()) {
      node.set("logprobs", LogprobsJson.chat(choice.tokens(), ask.logprobs().getAsInt()));
    } else {
      node.putNull("logprobs");
    }
    Ending ending = choice.ending();
    choice.writeEnding(node, ask, calls.isPresent() ? ending.withReason("tool_calls") : ending);
    node.putNull("routed_experts");
  }

  /**
   * The calls of a whole text.
   *
   * @param text what stands beside them; blank for none
   */
  private record ToolCalls(List<ToolCall> calls, String text) {

    static final ToolCalls NONE = new ToolCalls(List.of(), "");

    static ToolCalls read(String text, boolean forced) {
      ToolCallCollector collector = new ToolCallCollector(forced);
      collector.accept(text);
      return collector.isWhole() ? new ToolCalls(collector.calls(), collector.content()) : NONE;
    }

    boolean isPresent() {
      return !calls.isEmpty();
    }

    Optional<String> content() {
      return Optional.of(text).filter(t -> !t.isBlank());
    }

    ArrayNode json() {
      ArrayNode array = Json.MAPPER.createArrayNode();
      calls.forEach(call -> call.write(array.addObject()));
      return array;
    }
  }
}
