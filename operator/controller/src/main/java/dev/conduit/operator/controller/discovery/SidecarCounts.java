// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.discovery;

import dev.conduit.contract.PolicyRef;
import dev.conduit.operator.discovery.Sync;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * How many sidecars follow each policy, as its status says it.
 *
 * <p>A rollout of an app moves these numbers hundreds of times in a second, and each status is a
 * write: they are read every {@value #COALESCE_MILLIS} ms at the most, and in between stay as they
 * were told. So a policy is called at most that often, whatever its sidecars do.
 *
 * <p>Every replica of the operator knows its own streams only, and only the one that leads writes
 * statuses: the numbers are those of the leader. With one replica, the default, that is all.
 *
 * <p>{@link #changed} and {@link #of} may be called on any thread. One thread of its own.
 */
public final class SidecarCounts implements AutoCloseable {
  static final long COALESCE_MILLIS = 3_000;
  private static final Logger LOG = Logger.getLogger(SidecarCounts.class);

  private final Function<PolicyRef, Sync> hub;
  private final Consumer<PolicyRef> onChange;
  private final Set<PolicyRef> dirty = ConcurrentHashMap.newKeySet();
  private final Map<PolicyRef, Count> shown = new ConcurrentHashMap<>();
  private final Semaphore signal = new Semaphore(0);
  private final Thread thread =
      Thread.ofPlatform().name("sidecar-counts").daemon().unstarted(this::run);

  /** Sidecars that have the policy's revision, and all. */
  public record Count(int inSync, int total) {
    static final Count NONE = new Count(0, 0);
  }

  /**
   * @param hub what is so now
   * @param onChange called on this one's thread when {@link #of} says something else than before
   */
  SidecarCounts(Function<PolicyRef, Sync> hub, Consumer<PolicyRef> onChange) {
    this.hub = hub;
    this.onChange = onChange;
  }

  /** None where nobody follows the policy. */
  public Count of(PolicyRef policy) {
    return shown.getOrDefault(policy, Count.NONE);
  }

  void start() {
    thread.start();
  }

  /** Something may have changed. Returns at once. */
  void changed(PolicyRef policy) {
    dirty.add(policy);
    signal.release();
  }

  /** Looks at what was said to have changed since the last turn. */
  void turn() {
    for (PolicyRef policy : Set.copyOf(dirty)) {
      dirty.remove(policy);
      Sync now = hub.apply(policy);
      Count count = new Count(now.inSync(), now.total());
      if (!count.equals(of(policy))) {
        show(policy, count);
        onChange.accept(policy);
      }
    }
  }

  private void show(PolicyRef policy, Count count) {
    if (count.equals(Count.NONE)) {
      shown.remove(policy);
    } else {
      shown.put(policy, count);
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        signal.acquire();
        signal.drainPermits();
        turn();
        Thread.sleep(Duration.ofMillis(COALESCE_MILLIS));
      }
    } catch (InterruptedException e) {
      LOG.debug("closed");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
