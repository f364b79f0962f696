// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.FinishReason;
import dev.conduit.engine.surface.spi.Generation;
import dev.conduit.engine.surface.spi.GenerationListener;
import dev.conduit.engine.surface.spi.GenerationRequest;
import dev.conduit.engine.surface.spi.TokenDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One choice while it grows: counts tokens, applies stop strings and the token limit, and ends
 * once. Confined to the event loop ({@link Run} brings the engine's calls there).
 */
final class Sequence implements GenerationListener {

  private final int index;
  private final GenerationRequest request;
  private final Ask ask;
  private final Run run;
  private final SequenceTimes times;
  private final StopFilter filter;
  private final boolean keepTokens;
  private final List<TokenDelta> heldTokens = new ArrayList<>();
  private @Nullable Generation generation;
  private int generated;
  private int cached;
  private boolean ended;

  Sequence(int index, GenerationRequest request, Ask ask, Run run, SequenceTimes times) {
    this.index = index;
    this.request = request;
    this.ask = ask;
    this.run = run;
    this.times = times;
    this.filter = new StopFilter(ask.stops().strings(), ask.stops().keep());
    this.keepTokens = ask.logprobs().isPresent() || ask.returnTokenIds();
  }

  GenerationRequest request() {
    return request;
  }

  void submitted(Generation submitted) {
    this.generation = submitted;
  }

  int generated() {
    return generated;
  }

  int cached() {
    return cached;
  }

  /** Stops a sequence whose client is gone, or whose sibling failed. */
  void abort() {
    if (!ended) {
      ended = true;
      times.finished(FinishReason.ABORT.wire(), generated);
      cancel();
    }
  }

  @Override
  public void scheduled(int cachedTokens) {
    if (!ended) {
      cached = cachedTokens;
      times.scheduled(cachedTokens);
    }
  }

  @Override
  public void token(TokenDelta token) {
    if (ended) {
      return;
    }
    generated += token.count();
    times.token(token.count());
    if (keepTokens) {
      heldTokens.add(token);
    }
    boolean mayStop = generated >= request.sampling().minTokens();
    StopFilter.Outcome outcome =
        mayStop
            ? filter.accept(token.text())
            : new StopFilter.Outcome(token.text(), Optional.empty());
    if (outcome.stop().isPresent()) {
      end(outcome.text(), new Ending("stop", outcome.stop().map(Json::quote)));
    } else if (mayStop && ask.stops().tokenIds().contains(token.id())) {
      end(
          outcome.text() + filter.flush(),
          new Ending("stop", Optional.of(Integer.toString(token.id()))));
    } else if (generated >= request.maxTokens() && !token.text().isEmpty()) {
      end(outcome.text() + filter.flush(), Ending.of("length"));
    } else if (!outcome.text().isEmpty()) {
      run.piece(index, piece(outcome.text()), generated);
    }
  }

  @Override
  public void finished(FinishReason reason) {
    if (!ended) {
      end(filter.flush(), Ending.of(reason.wire()));
    }
  }

  @Override
  public void failed(Failure failure) {
    if (!ended) {
      ended = true;
      times.finished("error", generated);
      run.failed(failure);
    }
  }

  private void end(String text, Ending ending) {
    ended = true;
    times.finished(ending.reason(), generated);
    // A stop string or the limit was seen here before the engine knows of it: its slot is free now.
    cancel();
    run.end(index, piece(text), ending, generated);
  }

  private Piece piece(String text) {
    Piece piece = new Piece(text, heldTokens);
    heldTokens.clear();
    return piece;
  }

  private void cancel() {
    if (generation != null) {
      generation.cancel();
    }
  }
}
