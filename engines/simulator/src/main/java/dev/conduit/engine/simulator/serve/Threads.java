// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.serve;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Threads beside the event loop and the batch's own.
 *
 * @param timer one thread for what comes later
 * @param workers tokenize and embed
 */
public record Threads(ScheduledExecutorService timer, Executor workers) {
  private static final int WORKERS = 2;

  /** Daemon threads, which end with the process. */
  public static Threads start() {
    return new Threads(
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("timer").factory()),
        Executors.newFixedThreadPool(
            WORKERS, Thread.ofPlatform().daemon().name("worker-", 1).factory()));
  }
}
