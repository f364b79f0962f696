// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** Runs what takes milliseconds on a worker thread instead of the event loop. */
final class OffLoop {
  private final Vertx vertx;

  OffLoop(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The work's result; an exception of the work fails the future. */
  <T> Future<T> run(Supplier<T> work) {
    Promise<T> done = Promise.promise();
    vertx
        .executeBlocking(
            () -> {
              done.complete(work.get());
              return true;
            },
            false)
        .onFailure(done::tryFail);
    return done.future();
  }
}
