// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import dev.conduit.engine.surface.EngineEvents;
import dev.conduit.engine.surface.spi.Constraint;
import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.FinishReason;
import dev.conduit.engine.surface.spi.Generation;
import dev.conduit.engine.surface.spi.GenerationListener;
import dev.conduit.engine.surface.spi.GenerationRequest;
import dev.conduit.engine.surface.spi.TokenDelta;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** One sequence from the queue to its end, on a slot's thread. */
final class SlotRun implements Generation {
  private final Shared shared;
  private final GenerationRequest request;
  private final Grammar grammar;
  private final GenerationListener listener;
  private final int[] prompt;
  private final StringBuilder text = new StringBuilder();
  private volatile boolean cancelled;

  /** What all sequences of an engine share. */
  record Shared(LlamaBinding model, Slots slots, EngineEvents events) {}

  SlotRun(Shared shared, GenerationRequest request, Grammar grammar, GenerationListener listener) {
    this.shared = shared;
    this.request = request;
    this.grammar = grammar;
    this.listener = listener;
    this.prompt = request.prompt().tokens().stream().mapToInt(Integer::intValue).toArray();
  }

  int[] prompt() {
    return prompt;
  }

  /** Runs to the end, or until it is cancelled. */
  void run(Slot slot) {
    if (cancelled) {
      return;
    }
    try {
      int cached = slot.reusable(prompt);
      slot.use(prompt.length);
      shared.events().prefixLookup(prompt.length, cached);
      listener.scheduled(cached);
      if (prefilled(slot, cached)) {
        generate(slot);
        slot.hold(sequence());
      }
      shared.events().preemptionsOfRequest(0);
    } catch (RuntimeException e) {
      // the binding throws unchecked for whatever llama.cpp refuses; the sequence ends, we go on
      slot.hold(new int[0]);
      listener.failed(new Failure.Internal("llama.cpp could not go on with this request"));
    }
  }

  /**
   * Reads a long prompt into the slot's cache step by step: a step cannot be interrupted, and
   * between two of them a cancelled sequence gives its slot back. False when it was cancelled.
   */
  private boolean prefilled(Slot slot, int cached) {
    int step = LlamaBinding.PREFILL_STEP;
    for (int end = cached + step; end < prompt.length; end += step) {
      int[] part = Arrays.copyOf(prompt, end);
      LlamaBinding.Run reading =
          shared.model().start(slot.id(), part, 0, request.sampling(), Grammar.FREE);
      while (reading.next().isPresent()) {
        // nothing counts before the whole prompt is read
      }
      slot.hold(part);
      if (cancelled) {
        return false;
      }
    }
    return true;
  }

  private void generate(Slot slot) {
    LlamaBinding.Run run =
        shared.model().start(slot.id(), prompt, request.maxTokens(), request.sampling(), grammar);
    boolean json =
        request.constraint() instanceof Constraint.Schema
            || request.constraint() instanceof Constraint.AnyJson;
    JsonEnd end = new JsonEnd();
    boolean endOfText = false;
    int used = prompt.length;
    for (Optional<String> next = run.next(); next.isPresent(); next = run.next()) {
      if (cancelled) {
        run.cancel();
        return;
      }
      String piece = json ? end.accept(next.get()) : next.get();
      endOfText = piece.isEmpty();
      text.append(piece);
      slot.use(++used);
      listener.token(new TokenDelta(piece, tokens(piece), TokenDelta.UNKNOWN, List.of()));
      if (end.isComplete()) {
        run.cancel();
        listener.finished(FinishReason.STOP);
        return;
      }
    }
    listener.finished(endOfText ? FinishReason.STOP : FinishReason.LENGTH);
  }

  /** What the slot's cache holds after this, so far as the text says it. */
  private int[] sequence() {
    int[] generated = shared.model().encode(text.toString());
    return IntStream.concat(Arrays.stream(prompt), Arrays.stream(generated)).toArray();
  }

  /**
   * Tokens in a piece of output. llama.cpp holds text back until its characters are whole, so a
   * piece that is not ASCII may be several tokens: as many as its text encodes to. The end-of-text
   * token has no text and counts, as in vLLM.
   */
  private int tokens(String piece) {
    boolean ascii = piece.chars().allMatch(c -> c < 0x80);
    return ascii ? 1 : Math.max(1, shared.model().encode(piece).length);
  }

  @Override
  public void cancel() {
    cancelled = true;
    shared.slots().remove(this);
  }
}
