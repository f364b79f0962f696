// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.fit;

import dev.conduit.operator.core.knowledge.ServedModel;

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
  public boolean isLegalFor(ServedModel model) {
    int copies = model.keyValueHeads();
    boolean keyValue = copies % tensor == 0 || tensor % copies == 0;
    return model.anatomy().heads() % tensor == 0
        && (keyValue || model.anatomy().latent())
        && pipeline <= model.layers();
  }
}
