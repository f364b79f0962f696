// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts generation requests in flight, and refuses new ones once it is closed. */
final class Admission {

  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean closed;

  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  int inFlight() {
    return inFlight.get();
  }

  /**
   * A request begins; the ticket is closed once when its answer has ended or its client is gone.
   */
  Ticket enter() {
    inFlight.incrementAndGet();
    return new Ticket(inFlight);
  }

  /** One request's place in the count. Confined to the event loop. */
  static final class Ticket {
    private final AtomicInteger count;
    private boolean used;

    private Ticket(AtomicInteger count) {
      this.count = count;
    }

    void leave() {
      if (!used) {
        used = true;
        count.decrementAndGet();
      }
    }
  }
}
