// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.drive;

import dev.conduit.engine.simulator.batch.Batch;
import dev.conduit.engine.simulator.batch.Event;
import dev.conduit.engine.simulator.batch.Step;
import dev.conduit.engine.simulator.batch.StepLoad;
import dev.conduit.engine.simulator.batch.Submission;
import dev.conduit.engine.simulator.gpu.StepTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Plays a batch: plans a step, waits as long as it takes, tells what came out of it, and again.
 *
 * <p>Any thread may submit, cancel and look; one thread of its own plays and calls the listeners,
 * never under the lock. A step starts when the one before it ends, so that a late wake-up does not
 * make the whole engine slower.
 */
public final class BatchDriver implements AutoCloseable {

  /** How much of a late wake-up the next step makes up for. */
  private static final long MOST_LATE_NANOS = 5_000_000;

  private static final Step NOTHING = new Step(List.of(), List.of(), new StepLoad(0, 0, 0));

  private final Batch batch;
  private final StepTime stepTime;
  private final Ticker ticker;
  private final StepObserver observer;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Consumer<Event>> listeners = new LinkedHashMap<>();
  private final List<Delivery> pending = new ArrayList<>();
  private boolean paused;
  private boolean closed;

  /** Starts to play. */
  public BatchDriver(Batch batch, StepTime stepTime, Ticker ticker, StepObserver observer) {
    this.batch = batch;
    this.stepTime = stepTime;
    this.ticker = ticker;
    this.observer = observer;
    this.thread = Thread.ofPlatform().daemon().name("batch").start(this::play);
  }

  /** Sees each step; called on the driver's thread. */
  public interface StepObserver {

    /** A step is planned and under way. */
    void step(Step step);
  }

  /** The engine's load at one moment. */
  public record Load(
      int running,
      int waiting,
      double cacheUsage,
      Set<String> runningAdapters,
      Set<String> waitingAdapters) {}

  /** Queues a sequence; its events come on the driver's thread until it finishes. */
  public void submit(Submission submission, Consumer<Event> listener) {
    lock.lock();
    try {
      batch.submit(submission);
      listeners.put(submission.id(), listener);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes a sequence out and frees its blocks at once; nothing when it is not there any more. */
  public void cancel(String id) {
    lock.lock();
    try {
      batch.cancel(id);
      listeners.remove(id);
    } finally {
      lock.unlock();
    }
  }

  /** Aborts all sequences, forgets all cached blocks and plays no step until {@link #resume}. */
  public void pause() {
    lock.lock();
    try {
      paused = true;
      listeners.forEach(
          (id, listener) -> {
            pending.add(new Delivery(listener, new Event.Aborted(id)));
            batch.cancel(id);
          });
      listeners.clear();
      batch.pool().reset();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Plays again after a pause. */
  public void resume() {
    lock.lock();
    try {
      paused = false;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  public Load load() {
    lock.lock();
    try {
      return new Load(
          batch.running(),
          batch.waiting(),
          batch.pool().usage(),
          batch.runningAdapters(),
          batch.waitingAdapters());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    thread.interrupt();
  }

  private void play() {
    long end = ticker.nanos();
    try {
      for (Planned planned = plan(); planned.goesOn(); planned = plan()) {
        planned.deliveries().forEach(Delivery::tell);
        if (planned.step().isEmpty()) {
          continue;
        }
        observer.step(planned.step());
        long now = ticker.nanos();
        long start = planned.waited() ? now : Math.max(end, now - MOST_LATE_NANOS);
        end = start + stepTime.of(planned.step().load()).toNanos();
        ticker.waitUntil(end);
        complete(planned.step()).forEach(Delivery::tell);
      }
    } catch (InterruptedException e) {
      // Closed while waiting: the thread's own end is all that is asked for.
      Thread.currentThread().interrupt();
    }
  }

  /** The next step that has something to do, or something to tell; waits for one. */
  private Planned plan() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      boolean waited = false;
      while (!closed) {
        Step step = paused ? NOTHING : batch.schedule();
        if (!step.isEmpty() || !pending.isEmpty()) {
          List<Delivery> deliveries = new ArrayList<>(pending);
          pending.clear();
          deliveries.addAll(deliveries(step.events()));
          return new Planned(step, deliveries, true, waited);
        }
        waited = true;
        changed.await();
      }
      return new Planned(NOTHING, List.of(), false, waited);
    } finally {
      lock.unlock();
    }
  }

  private List<Delivery> complete(Step step) {
    lock.lock();
    try {
      return deliveries(batch.complete(step));
    } finally {
      lock.unlock();
    }
  }

  private List<Delivery> deliveries(List<Event> events) {
    List<Delivery> deliveries = new ArrayList<>(events.size());
    for (Event event : events) {
      Consumer<Event> listener =
          event instanceof Event.Finished
              ? listeners.remove(event.id())
              : listeners.get(event.id());
      if (listener != null) {
        deliveries.add(new Delivery(listener, event));
      }
    }
    return deliveries;
  }

  private record Delivery(Consumer<Event> listener, Event event) {
    void tell() {
      listener.accept(event);
    }
  }

  /**
   * What to play next.
   *
   * @param goesOn false when the driver is closed
   * @param waited whether there was nothing to do for a while
   */
  private record Planned(Step step, List<Delivery> deliveries, boolean goesOn, boolean waited) {}
}
