// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.fault;

import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.FinishReason;
import dev.conduit.engine.surface.spi.GenerationListener;
import dev.conduit.engine.surface.spi.TokenDelta;

/**
 * Lets a number of tokens through, then either nothing more for ever or a reset. Called by one
 * thread at a time.
 */
final class CutListener implements GenerationListener {
  private final GenerationListener listener;
  private final int tokens;
  private final boolean resets;
  private int passed;
  private boolean cut;

  CutListener(GenerationListener listener, int tokens, boolean resets) {
    this.listener = listener;
    this.tokens = tokens;
    this.resets = resets;
  }

  @Override
  public void scheduled(int cachedTokens) {
    listener.scheduled(cachedTokens);
    cutIfDue();
  }

  @Override
  public void token(TokenDelta token) {
    if (!cut) {
      passed += token.count();
      listener.token(token);
      cutIfDue();
    }
  }

  @Override
  public void finished(FinishReason reason) {
    if (!cut) {
      listener.finished(reason);
    }
  }

  @Override
  public void failed(Failure failure) {
    if (!cut) {
      listener.failed(failure);
    }
  }

  private void cutIfDue() {
    if (!cut && passed >= tokens) {
      cut = true;
      if (resets) {
        listener.failed(
            new Failure.Reset("injected fault: reset after %d tokens".formatted(tokens)));
      }
    }
  }
}
