// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.FinishReason;
import dev.conduit.engine.surface.spi.GenerationListener;
import dev.conduit.engine.surface.spi.TokenDelta;
import io.vertx.core.Context;

/**
 * Passes an engine's calls on to the event loop, in order, so that engines may call from threads of
 * their own. Always by a task, even on the loop itself: {@code submit} returns before the first
 * call arrives.
 */
record OnContext(Context context, GenerationListener target) implements GenerationListener {

  @Override
  public void scheduled(int cachedTokens) {
    context.runOnContext(ignored -> target.scheduled(cachedTokens));
  }

  @Override
  public void token(TokenDelta token) {
    context.runOnContext(ignored -> target.token(token));
  }

  @Override
  public void finished(FinishReason reason) {
    context.runOnContext(ignored -> target.finished(reason));
  }

  @Override
  public void failed(Failure failure) {
    context.runOnContext(ignored -> target.failed(failure));
  }
}
