// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.fault;

import dev.conduit.engine.surface.spi.Failure;
import dev.conduit.engine.surface.spi.FinishReason;
import dev.conduit.engine.surface.spi.GenerationListener;
import dev.conduit.engine.surface.spi.TokenDelta;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Passes everything on in order, each token at least so long after the one before. Heard on the
 * engine's thread; the timer's one thread passes on.
 */
final class DelayedListener implements GenerationListener {
  private final GenerationListener listener;
  private final ScheduledExecutorService timer;
  private final long delayNanos;

  /** The timer says when, this says what: two calls due at one time keep their order. */
  private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();

  private long last;

  DelayedListener(GenerationListener listener, ScheduledExecutorService timer, Duration delay) {
    this.listener = listener;
    this.timer = timer;
    this.delayNanos = delay.toNanos();
    this.last = System.nanoTime();
  }

  @Override
  public void scheduled(int cachedTokens) {
    pass(() -> listener.scheduled(cachedTokens), 0);
  }

  @Override
  public void token(TokenDelta token) {
    pass(() -> listener.token(token), delayNanos);
  }

  @Override
  public void finished(FinishReason reason) {
    pass(() -> listener.finished(reason), 0);
  }

  @Override
  public void failed(Failure failure) {
    pass(() -> listener.failed(failure), 0);
  }

  private void pass(Runnable call, long afterLast) {
    long now = System.nanoTime();
    last = Math.max(now, last + afterLast);
    calls.add(call);
    Future<?> _ = timer.schedule(this::passNext, last - now, TimeUnit.NANOSECONDS);
  }

  private void passNext() {
    calls.remove().run();
  }
}
