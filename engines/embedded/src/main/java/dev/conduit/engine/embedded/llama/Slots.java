// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The batch: a thread per slot, each pulling one sequence at a time, and a queue before them. A
 * sequence goes to the idle slot whose cache holds most of its prompt; one that is cancelled while
 * it waits leaves the queue at once.
 */
final class Slots implements AutoCloseable {
  private final Deque<SlotRun> queue = new ArrayDeque<>();
  private final List<Slot> slots = new ArrayList<>();
  private final List<Slot> idle = new ArrayList<>();
  private boolean closed;

  Slots(int count) {
    for (int i = 0; i < count; i++) {
      slots.add(new Slot(i));
    }
    idle.addAll(slots);
    slots.forEach(
        slot -> Thread.ofPlatform().daemon().name("slot-" + slot.id()).start(() -> work(slot)));
  }

  /** Runs a sequence now, or queues it; first come, first served. */
  synchronized void add(SlotRun run) {
    Optional<Slot> best =
        idle.stream().max(Comparator.comparingInt(slot -> slot.reusable(run.prompt())));
    if (best.isEmpty()) {
      queue.addLast(run);
      return;
    }
    idle.remove(best.get());
    best.get().assign(run);
    notifyAll();
  }

  /** Whether it was still waiting, and now is not. */
  synchronized boolean remove(SlotRun run) {
    return queue.remove(run);
  }

  synchronized int running() {
    return slots.size() - idle.size();
  }

  synchronized int waiting() {
    return queue.size();
  }

  /** Tokens that running sequences hold in the cache. */
  int usedTokens() {
    return slots.stream().mapToInt(Slot::used).sum();
  }

  private void work(Slot slot) {
    for (SlotRun run = take(slot); run != null; run = take(slot)) {
      try {
        run.run(slot);
      } finally {
        release(slot);
      }
    }
  }

  private synchronized void release(Slot slot) {
    slot.use(0);
    SlotRun next = queue.pollFirst();
    slot.assign(next);
    if (next == null) {
      idle.add(slot);
    }
  }

  /** Absent when closed. */
  private synchronized @Nullable SlotRun take(Slot slot) {
    try {
      while (slot.assigned() == null && !closed) {
        wait();
      }
      return closed ? null : slot.assigned();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
