// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.config;

import java.time.Duration;

/** Ends this process when the one that started it is gone, however it went. */
public final class ParentWatch {
  /** The environment variable with the process id. */
  public static final String VARIABLE = "CONDUIT_EXIT_WITH_PARENT";

  private static final Duration POLL = Duration.ofMillis(500);

  private ParentWatch() {}

  /**
   * Polls, because the end of a process that is not a child raises no event.
   *
   * @param onGone is called once, on a thread of its own
   */
  public static void start(long pid, Runnable onGone) {
    Thread.ofPlatform()
        .name("parent-watch")
        .daemon()
        .start(
            () -> {
              while (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
                try {
                  Thread.sleep(POLL);
                } catch (InterruptedException e) {
                  return; // the process ends already
                }
              }
              onGone.run();
            });
  }
}
