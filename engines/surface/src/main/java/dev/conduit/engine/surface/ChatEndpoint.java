// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.conduit.engine.surface.spi.Constraint;
import dev.conduit.engine.surface.spi.EngineInfo.Capabilities;
import dev.conduit.engine.surface.spi.PromptSource;
import dev.conduit.engine.surface.spi.ServedModel;
import java.util.List;
import java.util.OptionalInt;

/** {@code POST /v1/chat/completions}. */
final class ChatEndpoint {

  private static final int MAX_TOP_LOGPROBS = 20;

  private final GenerationStarter starter;
  private final SurfaceMetrics metrics;

  ChatEndpoint(GenerationStarter starter, SurfaceMetrics metrics) {
    this.starter = starter;
    this.metrics = metrics;
  }

  void handle(Exchange exchange) {
    Fields fields = Fields.of(ModelLookup.body(exchange));
    Capabilities capabilities = exchange.engine().info().capabilities();
    fields.required("messages");
    OptionalInt logprobs = logprobs(fields);
    ServedModel model = ModelLookup.of(exchange.engine(), fields);
    Constraint format = Constraints.read(fields);
    Ask ask = new AskReader(fields, capabilities).read(model.name(), OptionalInt.empty(), logprobs);
    ArrayNode messages = Messages.read(fields);
    ToolPlan tools = ToolPlan.read(fields, capabilities.autoTools());
    boolean open = fields.bool("add_generation_prompt", true);
    fields.check();
    PromptSource source =
        new PromptSource.Chat(
            model.name(), messages, tools.shown(), open, fields.any("chat_template_kwargs"));
    String id = exchange.id("chatcmpl-");
    starter.start(
        exchange,
        new GenerationStarter.Job(
            id,
            model,
            ask,
            tools.constraint(format),
            List.of(source),
            prompts -> {
              AnswerHead head = AnswerHead.of(id, model.name(), exchange.engine().info());
              int promptTokens = prompts.getFirst().tokens().size();
              return ask.streaming().on()
                  ? new ChatStream(exchange, head, ask, tools, metrics, promptTokens)
                  : new ChatAnswer(exchange, head, ask, tools, metrics);
            }));
  }

  private static OptionalInt logprobs(Fields fields) {
    int top = fields.integer("top_logprobs").orElse(0);
    if (!fields.bool("logprobs", false)) {
      return OptionalInt.empty();
    }
    if (top < 0 || top > MAX_TOP_LOGPROBS) {
      throw AskReader.refuse(
          "top_logprobs",
          "top_logprobs must be in [0, " + MAX_TOP_LOGPROBS + "], got " + top + ".");
    }
    return OptionalInt.of(top);
  }
}
