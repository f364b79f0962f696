// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.serve;

import dev.conduit.engine.simulator.batch.Event;
import dev.conduit.engine.simulator.text.Characters;
import dev.conduit.engine.simulator.text.Seed;
import dev.conduit.engine.simulator.text.Tokenizer;
import dev.conduit.engine.surface.EngineEvents;
import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.FinishReason;
import dev.conduit.engine.surface.spi.GenerationListener;
import dev.conduit.engine.surface.spi.TokenDelta;
import dev.conduit.engine.surface.spi.TokenDelta.Logprob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Turns a sequence's events into what the surface hears. Called by one thread at a time. */
final class TokenStream implements Consumer<Event> {
  private static final int ORDINARY_TOKENS = 100_000;

  private static final Failure ASLEEP =
      new Failure.Unavailable("the engine was put to sleep: wake it up, or use another one");

  private final Tokenizer tokenizer;
  private final EngineEvents events;
  private final GenerationListener listener;
  private final OptionalInt logprobs;
  private final SplittableRandom dice;
  private final Characters characters = new Characters();
  private int preemptions;

  TokenStream(
      Tokenizer tokenizer,
      EngineEvents events,
      GenerationListener listener,
      OptionalInt logprobs,
      Seed seed) {
    this.tokenizer = tokenizer;
    this.events = events;
    this.listener = listener;
    this.logprobs = logprobs;
    this.dice = seed.random();
  }

  @Override
  public void accept(Event event) {
    switch (event) {
      case Event.Scheduled scheduled -> {
        events.prefixLookup(scheduled.queriedTokens(), scheduled.cachedTokens());
        listener.scheduled(scheduled.cachedTokens());
      }
      case Event.Token token -> listener.token(delta(token.token()));
      case Event.Finished finished -> {
        events.preemptionsOfRequest(preemptions);
        listener.finished(reason(finished.end()));
      }
      case Event.Preempted _ -> {
        preemptions++;
        events.preempted();
      }
      case Event.Aborted _ -> listener.failed(ASLEEP);
    }
  }

  private TokenDelta delta(int id) {
    String text = characters.append(tokenizer.bytes(id).orElseThrow());
    return new TokenDelta(text, 1, id, logprobs.isPresent() ? logprobs(id) : List.of());
  }

  /** The chosen token first, then as many others as were asked for, each less likely. */
  private List<Logprob> logprobs(int id) {
    List<Logprob> all = new ArrayList<>();
    double left = 1;
    double share = dice.nextDouble(0.4, 0.95);
    all.add(logprob(id, left * share));
    for (int i = 0; i < logprobs.getAsInt(); i++) {
      left -= left * share;
      all.add(logprob(dice.nextInt(ORDINARY_TOKENS), left * share));
    }
    return all;
  }

  private Logprob logprob(int id, double probability) {
    String text = new String(tokenizer.bytes(id).orElseThrow(), StandardCharsets.UTF_8);
    return new Logprob(text, id, Math.log(probability));
  }

  private static FinishReason reason(Event.End end) {
    return switch (end) {
      case STOP -> FinishReason.STOP;
      case LENGTH -> FinishReason.LENGTH;
    };
  }
}
