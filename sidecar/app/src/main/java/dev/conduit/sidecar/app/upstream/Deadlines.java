// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Time limits of many requests by one timer: moving a limit is one field write, which a timer of
 * the event loop for each chunk of each stream would not be. Late by {@value #TICK_MILLIS} ms at
 * most. Confined to one event loop.
 */
final class Deadlines {
  static final long TICK_MILLIS = 20;

  private final Vertx vertx;
  private final LongSupplier nanoTime;
  private final List<Deadline> armed = new ArrayList<>();
  private boolean isTicking;

  /** One limit; may be moved as often as needed. */
  static final class Deadline {
    private final Runnable onExpiry;
    private long at;
    private int index = -1;

    Deadline(Runnable onExpiry) {
      this.onExpiry = onExpiry;
    }
  }

  Deadlines(Vertx vertx, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.nanoTime = nanoTime;
  }

  /** Sets or moves the limit to a value of the nano clock. */
  void arm(Deadline deadline, long at) {
    deadline.at = at;
    if (deadline.index < 0) {
      deadline.index = armed.size();
      armed.add(deadline);
      tickLater();
    }
  }

  void disarm(Deadline deadline) {
    if (deadline.index < 0) {
      return;
    }
    Deadline last = armed.removeLast();
    if (last != deadline) {
      armed.set(deadline.index, last);
      last.index = deadline.index;
    }
    deadline.index = -1;
  }

  private void tickLater() {
    if (!isTicking) {
      isTicking = true;
      vertx.setTimer(TICK_MILLIS, _ -> tick());
    }
  }

  private void tick() {
    isTicking = false;
    long now = nanoTime.getAsLong();
    for (Deadline deadline : List.copyOf(armed)) {
      if (deadline.index >= 0 && deadline.at - now <= 0) {
        disarm(deadline);
        deadline.onExpiry.run();
      }
    }
    if (!armed.isEmpty()) {
      tickLater();
    }
  }
}
