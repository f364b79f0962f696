// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.operator.core.engine.EngineAdapter;
import dev.conduit.operator.core.engine.EngineOrder;
import dev.conduit.operator.core.fit.Ask;
import dev.conduit.operator.core.knowledge.Knowledge;
import dev.conduit.operator.core.knowledge.ServedModel;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Given;
import java.util.List;
import java.util.Optional;

/**
 * What one replica of a block shall run, before it is known where.
 *
 * @param spec of the block
 * @param adapter of its engine
 * @param model that it serves, the block's first
 * @param served the model as it is loaded; empty for an engine whose memory we do not plan
 * @param wish for compute
 */
public record Workload(
    InferenceBlockSpec spec,
    EngineAdapter adapter,
    Model model,
    Optional<ServedModel> served,
    Wish wish) {
  private static final int GPU_CONCURRENCY = 16;
  private static final int CPU_CONCURRENCY = 4;

  /** A CPU's memory is shared with everything else, so a wish for all of it must be said. */
  private static final int CPU_CONTEXT = 4096;

  /**
   * @param known what its size is computed from; empty only for an engine whose memory we do not
   *     plan
   */
  public static Workload of(InferenceBlockSpec spec, EngineAdapter adapter, Knowledge known) {
    Model model = spec.models().getFirst();
    return known instanceof Knowledge.Known(ServedModel served)
        ? new Workload(spec, adapter, model, Optional.of(served), wish(spec, adapter, served))
        : new Workload(spec, adapter, model, Optional.empty(), Wish.opaque(spec.compute()));
  }

  private static Wish wish(InferenceBlockSpec spec, EngineAdapter adapter, ServedModel served) {
    return switch (adapter.memory()) {
      case OPAQUE -> Wish.opaque(spec.compute());
      case EXACT -> Wish.byLayers(spec.compute(), served);
      case POOL -> Wish.byTensors(spec.compute(), served);
    };
  }

  public String servedName() {
    String given = model.servedName();
    return given == null ? ModelId.parse(model.id()).defaultServedName() : given;
  }

  public int replicas() {
    return replicas(spec);
  }

  /** Replicas that a block asks for. */
  public static int replicas(InferenceBlockSpec spec) {
    return spec.scaling() == null ? Given.or(spec.replicas(), 1) : spec.scaling().min();
  }

  public int concurrency(DeviceKind kind) {
    return Given.or(
        model.maxConcurrency(), kind == DeviceKind.GPU ? GPU_CONCURRENCY : CPU_CONCURRENCY);
  }

  /** How much the user wants a class: less is better; negative when it is not wanted. */
  int preference(DeviceClass there) {
    if (there.kind() == DeviceKind.CPU) {
      // What runs on processors leaves machines with GPUs to what needs them.
      return there.besideGpus() ? 1 : 0;
    }
    return wish.preference(there.type());
  }

  /** How it uses devices of a kind. */
  Stock.Access access(DeviceKind kind) {
    if (kind == DeviceKind.CPU) {
      return Stock.Access.MEMORY;
    }
    return wish.packed() ? Stock.Access.SHARED : Stock.Access.EXCLUSIVE;
  }

  /** The model as it shall be served on such a device. */
  Ask ask(ServedModel known, DeviceKind kind) {
    Integer wished = model.maxModelLen();
    int made =
        kind == DeviceKind.CPU
            ? Math.min(CPU_CONTEXT, known.contextTokens())
            : known.contextTokens();
    int concurrency = concurrency(kind);
    return new Ask(
        known,
        adapter.size().kind(),
        adapter.size().version(spec.engine()),
        wished == null ? made : wished,
        wished != null,
        concurrency,
        kvType(),
        adapter.size().blockSize(spec),
        adapter.size().tuning(spec, concurrency));
  }

  /** An engine of it, that runs in such a way. */
  EngineOrder order(Variant variant) {
    return new EngineOrder(
        spec.engine(),
        model,
        servedName(),
        concurrency(variant.kind()),
        variant.split(),
        variant.kind() == DeviceKind.GPU,
        variant.deviceType(),
        variant.deviceTotal(),
        variant.sized());
  }

  private String kvType() {
    String type = Given.or(model.kvCacheDtype(), "auto");
    return type.equals("auto") && "float32".equals(model.dtype()) ? "float32" : type;
  }

  /**
   * All that its sizes depend on, beside the devices: of two workloads alike in it they are equal.
   */
  Object sizeKey() {
    return List.of(
        ModelId.parse(model.id()) + " " + model.revision(),
        String.valueOf(model.maxModelLen()),
        String.valueOf(model.maxConcurrency()),
        model.dtype() + " " + model.quantization() + " " + model.kvCacheDtype(),
        Given.list(model.adapters()).size(),
        String.valueOf(model.facts()),
        spec.engine().kind(),
        spec.engine().version() + " " + spec.engine().image(),
        spec.engine().args(),
        wish.splits(),
        wish.packed(),
        wish.migProfile());
  }
}
