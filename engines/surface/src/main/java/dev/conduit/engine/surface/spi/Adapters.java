// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

import io.vertx.core.Future;

/** An engine that can load LoRA adapters while serving. */
public interface Adapters {

  /** Serves an adapter under a name of its own; fails with {@link Failure.Invalid} if it cannot. */
  Future<Void> load(String name, String path);

  /** Stops serving it; fails with {@link Failure.Invalid} for a name that is not loaded. */
  Future<Void> unload(String name);
}
