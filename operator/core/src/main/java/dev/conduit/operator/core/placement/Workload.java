// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.operator.core.engine.EngineAdapter;
import dev.conduit.operator.core.fit.Ask;
import dev.conduit.operator.core.fit.MemoryStyle;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.model.ModelKnowledge;
import dev.conduit.operator.core.model.ModelShape;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Given;
import java.util.Optional;

/**
 * What one replica of a block shall run, before it is known where.
 *
 * @param spec of the block
 * @param adapter of its engine
 * @param model that it serves, the block's first
 * @param shape of the model; empty for an engine whose memory we do not plan
 * @param wish for compute
 */
public record Workload(
    InferenceBlockSpec spec,
    EngineAdapter adapter,
    Model model,
    Optional<ModelShape> shape,
    Wish wish) {
  private static final int GPU_CONCURRENCY = 16;
  private static final int CPU_CONCURRENCY = 4;

  /** A CPU's memory is shared with everything else, so a wish for all of it must be said. */
  private static final int CPU_CONTEXT = 4096;

  /** Empty when the engine needs a shape and none is known. */
  public static Optional<Workload> of(
      InferenceBlockSpec spec, EngineAdapter adapter, ModelKnowledge knowledge) {
    Model model = spec.models().getFirst();
    if (adapter.memory() == MemoryStyle.OPAQUE) {
      Wish wish = Wish.opaque(spec.compute());
      return Optional.of(new Workload(spec, adapter, model, knowledge.shapeOf(model), wish));
    }
    return knowledge
        .shapeOf(model)
        .map(
            shape ->
                new Workload(
                    spec,
                    adapter,
                    model,
                    Optional.of(shape),
                    adapter.memory() == MemoryStyle.EXACT
                        ? Wish.byLayers(spec.compute(), shape)
                        : Wish.byTensors(spec.compute(), shape)));
  }

  public String servedName() {
    return Given.or(model.servedName(), ModelId.parse(model.id()).defaultServedName());
  }

  public int replicas() {
    return spec.scaling() == null ? Given.or(spec.replicas(), 1) : spec.scaling().min();
  }

  public int concurrency(DeviceKind kind) {
    return Given.or(
        model.maxConcurrency(), kind == DeviceKind.GPU ? GPU_CONCURRENCY : CPU_CONCURRENCY);
  }

  /** The model as it shall be served on such a device. */
  Ask ask(ModelShape known, DeviceKind kind) {
    Integer wished = model.maxModelLen();
    int made =
        kind == DeviceKind.CPU
            ? Math.min(CPU_CONTEXT, known.contextTokens())
            : known.contextTokens();
    return new Ask(
        known, wished == null ? made : wished, wished != null, concurrency(kind), kvElementBytes());
  }

  private double kvElementBytes() {
    return switch (Given.or(model.kvCacheDtype(), "auto")) {
      case "fp8", "fp8_e4m3", "fp8_e5m2" -> 1;
      case "int8", "q8_0" -> 34.0 / 32;
      case "q4_0" -> 18.0 / 32;
      default -> 2;
    };
  }
}
