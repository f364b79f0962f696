// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.engine.surface.spi.Failure;
import java.util.List;

/** A completion in one piece. */
final class CompletionAnswer implements Answer {

  private final Exchange exchange;
  private final AnswerHead head;
  private final Ask ask;
  private final Choices choices;
  private final List<String> echoes;

  CompletionAnswer(Exchange exchange, AnswerHead head, Ask ask, int count, List<String> echoes) {
    this.exchange = exchange;
    this.head = head;
    this.ask = ask;
    this.choices = new Choices(count);
    this.echoes = List.copyOf(echoes);
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
    ObjectNode root = head.open("text_completion");
    ArrayNode list = root.putArray("choices");
    choices.forEach(choice -> write(list.addObject(), choice));
    root.putNull("service_tier").put("system_fingerprint", head.fingerprint());
    root.set("usage", UsageJson.whole(usage, false));
    root.putNull("kv_transfer_params").putNull("ec_transfer_params").putNull("metrics");
    exchange.json(200, root);
  }

  @Override
  public void failed(Failure failure) {
    Failures.answer(exchange, failure);
  }

  private void write(ObjectNode node, Choices.Choice choice) {
    String echo = echoes.isEmpty() ? "" : echoes.get(choice.index());
    node.put("index", choice.index()).put("text", echo + choice.text());
    if (ask.logprobs().isPresent()) {
      node.set(
          "logprobs",
          LogprobsJson.completion(choice.tokens(), ask.logprobs().getAsInt(), echo.length()));
    } else {
      node.putNull("logprobs");
    }
    choice.writeEnding(node, ask);
    node.putNull("prompt_logprobs").putNull("prompt_token_ids").putNull("routed_experts");
  }
}
