// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

import io.vertx.core.Future;
import java.util.List;

/** Turns prompts into vectors. */
public interface Embedder {

  /**
   * One vector per prompt, in their order.
   *
   * <p>Errors: fails with an {@link EngineException}.
   */
  Future<List<Vector>> embed(String model, List<Prompt> prompts);

  /** An embedding; all of a model have the same length. */
  record Vector(List<Float> values) {
    public Vector {
      values = List.copyOf(values);
    }
  }
}
