// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.engine.EngineOrder;
import dev.conduit.operator.core.fit.Ask;
import dev.conduit.operator.core.fit.Breakdown;
import dev.conduit.operator.core.fit.Fit;
import dev.conduit.operator.core.fit.MemoryFit;
import dev.conduit.operator.core.fit.Parallelism;
import dev.conduit.operator.core.model.ModelShape;
import dev.conduit.operator.core.observed.DeviceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ways to run a workload on devices of one type and size.
 *
 * @param fitting fewest devices first, then the largest share of a device
 * @param tooLarge what is missing for those that do not fit even on empty devices
 */
public record Variants(List<Variant> fitting, List<TooLarge> tooLarge) {
  /**
   * Shares of a GPU that a pooling engine is offered: vLLM's default first, less only where others
   * use the rest. Few and fixed, so that a little change of what others use changes no plan.
   */
  private static final List<Double> SHARES = List.of(MemoryFit.POOL_SHARE, 0.85, 0.75, 0.6, 0.45);

  public Variants {
    fitting = List.copyOf(fitting);
    tooLarge = List.copyOf(tooLarge);
  }

  /** One split that does not fit. */
  public record TooLarge(Parallelism split, Bytes needed, Bytes usable) {}

  /** For devices of a class, as if they were empty. */
  static Variants of(Workload workload, DeviceClass group) {
    List<Variant> fitting = new ArrayList<>();
    List<TooLarge> tooLarge = new ArrayList<>();
    for (Parallelism split : splits(workload, group)) {
      for (Offer offer : offers(workload, group, split)) {
        switch (offer.fit()) {
          case Fit.Fits fits -> fitting.add(sized(workload, group, split, offer, fits));
          case Fit.TooLarge large ->
              tooLarge.add(new TooLarge(split, large.needed(), large.usable()));
        }
      }
      if (workload.shape().isEmpty()) {
        fitting.add(unsized(workload, group, split));
      }
    }
    return new Variants(fitting, tooLarge);
  }

  private static List<Parallelism> splits(Workload workload, DeviceClass group) {
    if (group.kind() == DeviceKind.CPU) {
      return List.of(Parallelism.NONE);
    }
    return workload.wish().splits().stream()
        .filter(split -> split.devices() <= group.count())
        .toList();
  }

  private static List<Offer> offers(Workload workload, DeviceClass group, Parallelism split) {
    if (workload.shape().isEmpty()) {
      return List.of();
    }
    ModelShape shape = workload.shape().get();
    Ask ask = workload.ask(shape, group.kind());
    Bytes total = group.total();
    return switch (workload.adapter().memory()) {
      case EXACT ->
          List.of(
              new Offer(ask, MemoryFit.exact(ask, split, total, group.kind() == DeviceKind.GPU)));
      case OPAQUE -> List.of(new Offer(ask, opaque(shape, split, total, group.kind())));
      case POOL ->
          workload.wish().packed()
              ? List.of(new Offer(ask, MemoryFit.packed(ask, split, total)))
              : SHARES.stream()
                  .map(share -> new Offer(ask, MemoryFit.pool(ask, split, total, share)))
                  .toList();
    };
  }

  /** We know the weights and no more: they must fit; a GPU is the engine's own. */
  private static Fit opaque(ModelShape shape, Parallelism split, Bytes total, DeviceKind kind) {
    Bytes weights = new Bytes(Math.ceilDiv(shape.weights().value(), (long) split.devices()));
    Bytes usable = new Bytes(Math.round(total.value() * MemoryFit.POOL_SHARE));
    if (weights.compareTo(usable) > 0) {
      return new Fit.TooLarge(weights, usable);
    }
    Bytes charge = kind == DeviceKind.GPU ? usable : weights;
    Bytes zero = Bytes.ZERO;
    return new Fit.Fits(
        new Breakdown(weights, zero, zero, zero, zero, 0, shape.contextTokens()),
        charge,
        charge.value() / (double) total.value());
  }

  private static Variant sized(
      Workload workload, DeviceClass group, Parallelism split, Offer offer, Fit.Fits fits) {
    Breakdown breakdown = fits.split();
    EngineOrder.Sized sized =
        new EngineOrder.Sized(
            breakdown.contextTokens(),
            breakdown.weights(),
            breakdown.kvCache(),
            breakdown.kvTokens(),
            offer.ask().kvBytesPerToken(split),
            fits.share());
    return variant(
        workload,
        group,
        split,
        new Sizing(fits.charge(), Optional.of(breakdown), Optional.of(sized)));
  }

  private static Variant unsized(Workload workload, DeviceClass group, Parallelism split) {
    Bytes charge =
        group.kind() == DeviceKind.GPU
            ? new Bytes(Math.round(group.total().value() * MemoryFit.POOL_SHARE))
            : Bytes.ZERO;
    return variant(workload, group, split, new Sizing(charge, Optional.empty(), Optional.empty()));
  }

  private static Variant variant(
      Workload workload, DeviceClass group, Parallelism split, Sizing sizing) {
    EngineOrder order =
        new EngineOrder(
            workload.spec().engine(),
            workload.model(),
            workload.servedName(),
            workload.concurrency(group.kind()),
            split,
            group.kind() == DeviceKind.GPU,
            group.type(),
            group.total(),
            sizing.sized());
    return new Variant(
        group.kind(),
        group.type(),
        group.total(),
        split,
        sizing.charge(),
        sizing.breakdown(),
        order);
  }

  private record Sizing(
      Bytes charge, Optional<Breakdown> breakdown, Optional<EngineOrder.Sized> sized) {}

  private record Offer(Ask ask, Fit fit) {}
}
