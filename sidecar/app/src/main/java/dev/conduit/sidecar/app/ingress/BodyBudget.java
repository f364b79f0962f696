// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.ingress;

import dev.conduit.contract.Bytes;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory that large bodies take up together: each is held until its request has ended,
 * because it may have to be sent again. Bodies below {@value #COUNTED_FROM} bytes are bounded by
 * the number of requests and are not counted. Any thread.
 */
public final class BodyBudget {
  static final int COUNTED_FROM = 64 * 1024;

  private final Bytes limit;
  private final AtomicLong used = new AtomicLong();

  /** One body is always let in, whatever its size. */
  public BodyBudget(Bytes limit) {
    this.limit = limit;
  }

  Bytes limit() {
    return limit;
  }

  /** Takes so many bytes if they are left. */
  boolean take(long bytes) {
    long now = used.addAndGet(bytes);
    if (now > limit.value() && now > bytes) {
      used.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }
}
