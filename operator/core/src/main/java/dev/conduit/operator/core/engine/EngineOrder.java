// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import dev.conduit.api.v1alpha1.block.Engine;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.fit.Parallelism;
import dev.conduit.operator.core.model.ModelId;
import java.util.Optional;

/**
 * One engine to be described as a command.
 *
 * @param engine as the block has it
 * @param model that it serves
 * @param servedName that callers ask for
 * @param concurrency sequences at once
 * @param split over devices
 * @param gpu whether its devices are GPUs
 * @param gpuType of them, {@code cpu} otherwise
 * @param deviceTotal bytes of one device
 * @param sized what the fit said; empty for an engine that we cannot size
 */
public record EngineOrder(
    Engine engine,
    Model model,
    String servedName,
    int concurrency,
    Parallelism split,
    boolean gpu,
    String gpuType,
    Bytes deviceTotal,
    Optional<Sized> sized) {

  /**
   * What the fit said.
   *
   * @param contextTokens longest sequence
   * @param weights bytes per device
   * @param kvCache bytes per device
   * @param margin bytes per device that are kept free for what is not known exactly
   * @param kvTokens that it holds
   * @param kvBytesPerToken per device
   * @param share of the device's total that the engine may take
   */
  public record Sized(
      int contextTokens,
      Bytes weights,
      Bytes kvCache,
      Bytes margin,
      long kvTokens,
      long kvBytesPerToken,
      double share) {}

  ModelId id() {
    return ModelId.parse(model.id());
  }

  /** The revision of the model field, else the one in its id. */
  Optional<String> modelRevision() {
    return Optional.ofNullable(model.revision()).or(id()::revision);
  }
}
