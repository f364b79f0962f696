// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The batch: so many threads as the model has slots, each pulling one sequence at a time, and a
 * queue before them. A sequence that is cancelled while it waits leaves the queue at once.
 */
final class Slots implements AutoCloseable {
  private final Deque<Runnable> queue = new ArrayDeque<>();
  private final AtomicInteger running = new AtomicInteger();
  private boolean closed;

  Slots(int count) {
    for (int i = 0; i < count; i++) {
      Thread.ofPlatform().daemon().name("slot-" + i).start(this::work);
    }
  }

  /** Queues a sequence; first come, first served. */
  synchronized void add(Runnable sequence) {
    queue.addLast(sequence);
    notify();
  }

  /** Whether it was still waiting, and now is not. */
  synchronized boolean remove(Runnable sequence) {
    return queue.remove(sequence);
  }

  int running() {
    return running.get();
  }

  synchronized int waiting() {
    return queue.size();
  }

  private void work() {
    try {
      while (true) {
        Runnable sequence = take();
        try {
          sequence.run();
        } finally {
          running.decrementAndGet();
        }
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private synchronized Runnable take() throws InterruptedException {
    while (queue.isEmpty()) {
      if (closed) {
        throw new InterruptedException();
      }
      wait();
    }
    running.incrementAndGet();
    return queue.removeFirst();
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
