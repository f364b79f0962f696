// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.drive;

import java.util.concurrent.TimeUnit;

/** Time that passes: real in a server, jumping in tests. */
public interface Ticker {

  /** Nanoseconds since some moment; never goes back. */
  long nanos();

  /** Returns when it is that time. */
  void waitUntil(long nanos) throws InterruptedException;

  /** The clock on the wall. */
  Ticker REAL =
      new Ticker() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void waitUntil(long nanos) throws InterruptedException {
          for (long left = nanos - nanos(); left > 0; left = nanos - nanos()) {
            TimeUnit.NANOSECONDS.sleep(left);
          }
        }
      };
}
