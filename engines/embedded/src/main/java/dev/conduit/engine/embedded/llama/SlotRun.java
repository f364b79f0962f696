// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import dev.conduit.engine.surface.spi.Constraint;
import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.FinishReason;
import dev.conduit.engine.surface.spi.Generation;
import dev.conduit.engine.surface.spi.GenerationListener;
import dev.conduit.engine.surface.spi.GenerationRequest;
import dev.conduit.engine.surface.spi.TokenDelta;
import java.util.Optional;

/** One sequence from the queue to its end, on a slot's thread. */
final class SlotRun implements Runnable, Generation {
  private final LlamaBinding model;
  private final GenerationRequest request;
  private final Optional<String> grammar;
  private final GenerationListener listener;
  private final Slots slots;
  private volatile boolean cancelled;

  SlotRun(
      LlamaBinding model,
      GenerationRequest request,
      Optional<String> grammar,
      GenerationListener listener,
      Slots slots) {
    this.model = model;
    this.request = request;
    this.grammar = grammar;
    this.listener = listener;
    this.slots = slots;
  }

  @Override
  public void run() {
    if (cancelled) {
      return;
    }
    try {
      generate();
    } catch (RuntimeException e) {
      // the binding throws unchecked for whatever llama.cpp refuses; the sequence ends, we go on
      listener.failed(new Failure.Internal("llama.cpp could not go on with this request"));
    }
  }

  private void generate() {
    listener.scheduled(0);
    if (request.maxTokens() == 0) {
      listener.finished(FinishReason.LENGTH);
      return;
    }
    LlamaBinding.Run run =
        model.start(request.prompt().text(), request.maxTokens(), request.sampling(), grammar);
    boolean json =
        request.constraint() instanceof Constraint.Schema
            || request.constraint() instanceof Constraint.AnyJson;
    JsonEnd end = new JsonEnd();
    boolean endOfText = false;
    for (Optional<String> next = run.next(); next.isPresent(); next = run.next()) {
      if (cancelled) {
        run.cancel();
        return;
      }
      String text = json ? end.accept(next.get()) : next.get();
      endOfText = text.isEmpty();
      listener.token(new TokenDelta(text, tokens(text), TokenDelta.UNKNOWN, java.util.List.of()));
      if (end.isComplete()) {
        run.cancel();
        listener.finished(FinishReason.STOP);
        return;
      }
    }
    listener.finished(endOfText ? FinishReason.STOP : FinishReason.LENGTH);
  }

  /**
   * Tokens in a piece of output. llama.cpp holds text back until its characters are whole, so a
   * piece that is not ASCII may be several tokens: as many as its text encodes to. The end-of-text
   * token has no text and counts, as in vLLM.
   */
  private int tokens(String text) {
    boolean ascii = text.chars().allMatch(c -> c < 0x80);
    return ascii ? 1 : Math.max(1, model.encode(text).length);
  }

  @Override
  public void cancel() {
    cancelled = true;
    slots.remove(this);
  }
}
