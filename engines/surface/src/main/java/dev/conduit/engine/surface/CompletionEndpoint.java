// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.conduit.engine.surface.spi.Constraint;
import dev.conduit.engine.surface.spi.PromptSource;
import dev.conduit.engine.surface.spi.ServedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** {@code POST /v1/completions}: a string, a list of strings, token ids, or a list of those. */
final class CompletionEndpoint {

  /** OpenAI's default, which vLLM keeps. */
  private static final int DEFAULT_MAX_TOKENS = 16;

  private static final int MAX_PROMPTS = 256;

  private final GenerationStarter starter;

  CompletionEndpoint(GenerationStarter starter) {
    this.starter = starter;
  }

  void handle(Exchange exchange) {
    Fields fields = Fields.of(ModelLookup.body(exchange));
    fields.required("prompt");
    ServedModel model = ModelLookup.of(exchange.engine(), fields);
    List<PromptSource> sources = sources(model.name(), fields);
    boolean echo = fields.bool("echo", false);
    OptionalInt logprobs = fields.integer("logprobs");
    Constraint constraint = Constraints.read(fields);
    Ask ask =
        new AskReader(fields, exchange.engine().info().capabilities())
            .read(model.name(), OptionalInt.of(DEFAULT_MAX_TOKENS), logprobs);
    if (sources.isEmpty()) {
      throw AskReader.refuse(
          "prompt", "Either prompt or prompt_embeds must be provided and non-empty.");
    }
    if (sources.size() > MAX_PROMPTS) {
      throw AskReader.refuse("prompt", "at most " + MAX_PROMPTS + " prompts in one request.");
    }
    String id = exchange.id("cmpl-");
    starter.start(
        exchange,
        new GenerationStarter.Job(
            id,
            model,
            ask,
            constraint,
            sources,
            prompts -> {
              AnswerHead head = AnswerHead.of(id, model.name(), exchange.engine().info());
              List<String> echoes = echo ? echoes(prompts, ask.n()) : List.of();
              return ask.streaming().on()
                  ? new CompletionStream(exchange, head, ask, prompts, echoes)
                  : new CompletionAnswer(exchange, head, ask, prompts.size() * ask.n(), echoes);
            }));
  }

  private static List<String> echoes(List<dev.conduit.engine.surface.spi.Prompt> prompts, int n) {
    List<String> echoes = new ArrayList<>();
    prompts.forEach(
        prompt -> {
          for (int i = 0; i < n; i++) {
            echoes.add(prompt.text());
          }
        });
    return echoes;
  }

  /** Reads the four shapes of {@code prompt}; also used by embeddings for {@code input}. */
  static List<PromptSource> sources(String model, String field, Fields fields) {
    List<PromptSource> sources = new ArrayList<>();
    JsonNode value = fields.any(field).orElse(null);
    if (value == null) {
      return sources;
    }
    if (value.isTextual()) {
      sources.add(new PromptSource.Text(model, value.textValue(), true));
    } else if (value instanceof ArrayNode array && !array.isEmpty()) {
      if (array.get(0).isNumber()) {
        sources.add(new PromptSource.Tokens(model, TokenizeEndpoint.ids(fields, array)));
      } else {
        array.forEach(item -> sources.add(item(model, field, fields, item)));
      }
    } else if (!value.isArray()) {
      fields.fault(field, "string_type", "Input should be a valid string", value);
    }
    return sources;
  }

  private static List<PromptSource> sources(String model, Fields fields) {
    return sources(model, "prompt", fields);
  }

  private static PromptSource item(String model, String field, Fields fields, JsonNode item) {
    if (item instanceof ArrayNode ids) {
      return new PromptSource.Tokens(model, TokenizeEndpoint.ids(fields, ids));
    }
    if (!item.isTextual()) {
      fields.fault(field, "string_type", "Input should be a valid string", item);
    }
    return new PromptSource.Text(model, item.asText(), true);
  }
}
