// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.estimate.Accelerator;
import dev.conduit.operator.core.fit.Ask;
import dev.conduit.operator.core.fit.Breakdown;
import dev.conduit.operator.core.fit.Fit;
import dev.conduit.operator.core.fit.MemoryFit;
import dev.conduit.operator.core.fit.MemoryStyle;
import dev.conduit.operator.core.fit.Parallelism;
import dev.conduit.operator.core.knowledge.ServedModel;
import dev.conduit.operator.core.observed.DeviceKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How workloads fill devices of a class. Many blocks of one plan serve one model in one way, so
 * what was found is kept. Confined to the making of one plan; estimates are kept longer.
 */
final class Sizes {
  /** Share of a GPU that an engine which we cannot size is charged. */
  static final double OPAQUE_SHARE = 0.92;

  /** SGLang leaves what it does not use to activations; this keeps the driver's part free. */
  private static final double WHOLE = 0.98;

  /**
   * Shares of a GPU that a pooling engine is offered beside its default, where others use the rest.
   * Few and fixed, so that a little change of what others use changes no plan.
   */
  private static final List<Double> SHARES = List.of(0.85, 0.75, 0.6, 0.45);

  private final Map<Key, Variants> known = new HashMap<>();
  private final KnownSizes kept;

  /**
   * @param kept what plans before have estimated
   */
  Sizes(KnownSizes kept) {
    this.kept = kept;
  }

  /**
   * One way to fill a device.
   *
   * @param kvBytesPerToken of each device
   */
  record Offer(Parallelism split, Fit fit, long kvBytesPerToken) {}

  /** What sizes depend on. */
  private record Key(Object workload, DeviceClass shape) {}

  /** The ways to run on devices of a class, as if they were empty. */
  Variants of(Workload workload, DeviceClass group) {
    return of(workload, workload.sizeKey(), group);
  }

  /**
   * The same.
   *
   * @param sizeKey of the workload, for who asks for several classes
   */
  Variants of(Workload workload, Object sizeKey, DeviceClass group) {
    DeviceClass shape = group.shape();
    return known.computeIfAbsent(new Key(sizeKey, shape), _ -> variants(workload, shape));
  }

  private Variants variants(Workload workload, DeviceClass group) {
    return workload
        .served()
        .map(model -> Variants.sized(group, estimated(workload, model, group)))
        .orElseGet(() -> Variants.unsized(group, splits(workload, group)));
  }

  /** Ways to split that a node of the class has enough devices for. */
  private static List<Parallelism> splits(Workload workload, DeviceClass group) {
    if (group.kind() == DeviceKind.CPU) {
      return List.of(Parallelism.NONE);
    }
    return workload.wish().splits().stream()
        .filter(split -> split.devices() <= group.count())
        .toList();
  }

  private List<Offer> estimated(Workload workload, ServedModel model, DeviceClass group) {
    Ask ask = workload.ask(model, group.kind());
    Accelerator device = new Accelerator(group.type(), group.total());
    MemoryStyle style = workload.adapter().memory();
    boolean packed = workload.wish().packed();
    return kept.of(
        new KnownSizes.Key(ask, style, packed, group.kind(), device),
        splits(workload, group),
        split -> {
          MemoryFit fit = new MemoryFit(ask, split, device);
          List<Fit> fits =
              style == MemoryStyle.OPAQUE
                  ? List.of(opaque(model, split, group))
                  : fits(style, packed, fit);
          return fits.stream().map(each -> new Offer(split, each, fit.kvBytesPerToken())).toList();
        });
  }

  private static List<Fit> fits(MemoryStyle style, boolean packed, MemoryFit fit) {
    return switch (style) {
      case EXACT, OPAQUE -> List.of(fit.exact());
      case POOL -> {
        double usual = usualShare(fit.ask());
        if (packed) {
          yield List.of(fit.packed(usual));
        }
        List<Fit> shares = new ArrayList<>(List.of(fit.pool(usual)));
        SHARES.forEach(share -> shares.add(fit.pool(share)));
        yield shares;
      }
    };
  }

  /** The engine's default. */
  private static double usualShare(Ask ask) {
    return switch (ask.engine()) {
      case SGLANG -> WHOLE;
      case VLLM -> ask.version().isFrom(0, 22) ? 0.92 : 0.90;
      case TGI, LLAMACPP -> OPAQUE_SHARE;
    };
  }

  /** We know the weights and no more: they must fit; a GPU is the engine's own. */
  private static Fit opaque(ServedModel model, Parallelism split, DeviceClass group) {
    Bytes weights = new Bytes(Math.ceilDiv(model.weights().value(), (long) split.devices()));
    Bytes usable = new Bytes(Math.round(group.total().value() * OPAQUE_SHARE));
    if (weights.compareTo(usable) > 0) {
      return new Fit.TooLarge(weights, usable);
    }
    Bytes charge = group.kind() == DeviceKind.GPU ? usable : weights;
    Bytes zero = Bytes.ZERO;
    return new Fit.Fits(
        new Breakdown(
            weights, zero, zero, zero, zero, zero, 0, model.contextTokens(), model.origin()),
        charge,
        charge.value() / (double) group.total().value());
  }
}
