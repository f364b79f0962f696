// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.discovery;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;

/** Waits for a future on a thread that has nothing else to do. */
final class Blocking {
  private Blocking() {}

  /**
   * @throws IllegalStateException with the message of what failed
   */
  static <T> T await(Future<T> future) throws InterruptedException {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(cause.getMessage(), cause);
    }
  }
}
