// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.spi.Constraint;
import dev.conduit.engine.surface.spi.EngineException;
import dev.conduit.engine.surface.spi.GenerationRequest;
import dev.conduit.engine.surface.spi.Prompt;
import dev.conduit.engine.surface.spi.PromptSource;
import dev.conduit.engine.surface.spi.ServedModel;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** From prompt sources to running sequences: tokenizes, checks lengths, submits. */
final class GenerationStarter {

  private final SurfaceMetrics metrics;
  private final Admission admission;

  GenerationStarter(SurfaceMetrics metrics, Admission admission) {
    this.metrics = metrics;
    this.admission = admission;
  }

  /**
   * What to generate.
   *
   * @param id the answer's id
   * @param answers makes the writer, once the prompts are known to fit
   */
  record Job(
      String id,
      ServedModel model,
      Ask ask,
      Constraint constraint,
      List<PromptSource> sources,
      Function<List<Prompt>, Answer> answers) {}

  void start(Exchange exchange, Job job) {
    if (admission.isClosed()) {
      throw new Refusal(WireError.unavailable("the engine is shutting down: use another one"));
    }
    Admission.Ticket ticket = admission.enter();
    exchange.onGone(ticket::leave);
    List<Future<Prompt>> prompts = new ArrayList<>();
    job.sources().forEach(source -> prompts.add(prompt(exchange, source)));
    Future.all(prompts)
        .map(all -> all.<Prompt>list())
        .onComplete(
            done ->
                exchange
                    .context()
                    .runOnContext(
                        ignored -> {
                          if (done.succeeded()) {
                            submit(exchange, job, done.result(), ticket);
                          } else {
                            exchange.error(Errors.of(done.cause()));
                            ticket.leave();
                          }
                        }));
  }

  /** Also an engine that throws instead of failing its future is a failed future here. */
  private static Future<Prompt> prompt(Exchange exchange, PromptSource source) {
    return Future.succeededFuture(source).compose(s -> exchange.engine().prompt(s));
  }

  private void submit(Exchange exchange, Job job, List<Prompt> prompts, Admission.Ticket ticket) {
    if (exchange.isGone()) {
      ticket.leave();
      return;
    }
    try {
      List<GenerationRequest> requests = requests(job, prompts);
      Answer answer = job.answers().apply(prompts);
      Run run = Run.start(exchange, metrics, job.ask(), prompts, requests, answer, ticket::leave);
      exchange.onGone(run::cancel);
    } catch (Refusal refusal) {
      exchange.error(refusal.error());
      ticket.leave();
    } catch (EngineException engine) {
      exchange.error(WireError.of(engine.failure()));
      ticket.leave();
    }
  }

  private static List<GenerationRequest> requests(Job job, List<Prompt> prompts) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (Prompt prompt : prompts) {
      int maxTokens = maxTokens(job, prompt.tokens().size());
      for (int i = 0; i < job.ask().n(); i++) {
        requests.add(
            new GenerationRequest(
                job.id() + "-" + requests.size(),
                job.model().name(),
                prompt,
                maxTokens,
                SamplingSeeds.ofAnswer(job.ask().sampling(), i),
                job.constraint(),
                job.ask().logprobs(),
                job.ask().scheduling()));
      }
    }
    return requests;
  }

  private static int maxTokens(Job job, int promptTokens) {
    int context = job.model().maxModelLen();
    if (promptTokens == 0) {
      throw AskReader.refuse("prompt", "The decoder prompt cannot be empty");
    }
    int asked = job.ask().maxTokens().orElse(Math.max(context - promptTokens, 1));
    if (asked > context) {
      throw AskReader.refuse(
          "max_tokens",
          ("max_tokens=%d cannot be greater than max_model_len=%d. Please request fewer output"
                  + " tokens. (parameter=max_tokens, value=%d)")
              .formatted(asked, context, asked));
    }
    if (promptTokens + asked > context) {
      throw AskReader.refuse(
          "input_tokens",
          ("This model's maximum context length is %d tokens. However, you requested %d output"
                  + " tokens and your prompt contains at least %d input tokens, for a total of at"
                  + " least %d tokens. Please reduce the length of the input prompt or the number"
                  + " of requested output tokens. (parameter=input_tokens, value=%d)")
              .formatted(context, asked, promptTokens, promptTokens + asked, promptTokens));
    }
    return asked;
  }
}
