// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.fit;

import dev.conduit.operator.core.model.ModelShape;

/**
 * How a replica is split over devices.
 *
 * @param tensor devices that each layer is split over
 * @param pipeline stages that the layers are split into
 */
public record Parallelism(int tensor, int pipeline) {
  public static final Parallelism NONE = new Parallelism(1, 1);

  /** Devices of one replica. */
  public int devices() {
    return tensor * pipeline;
  }

  /**
   * Whether the model's heads and layers can be split so: heads divide evenly, key-value heads
   * divide or are copied evenly, and each stage has a layer.
   */
  public boolean isLegalFor(ModelShape shape) {
    boolean kvHeads = shape.kvHeads() % tensor == 0 || tensor % shape.kvHeads() == 0;
    return shape.heads() % tensor == 0
        && (kvHeads || shape.mlaWidth() > 0)
        && pipeline <= shape.layers();
  }
}
