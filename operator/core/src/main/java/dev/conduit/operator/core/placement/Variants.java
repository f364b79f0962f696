// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.engine.EngineOrder;
import dev.conduit.operator.core.fit.Breakdown;
import dev.conduit.operator.core.fit.Fit;
import dev.conduit.operator.core.fit.Parallelism;
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
  public Variants {
    fitting = List.copyOf(fitting);
    tooLarge = List.copyOf(tooLarge);
  }

  /** One split that does not fit. */
  public record TooLarge(Parallelism split, Bytes needed, Bytes usable) {}

  /** For devices of a class, as if they were empty. */
  static Variants of(Workload workload, DeviceClass group, Sizes sizes) {
    List<Variant> fitting = new ArrayList<>();
    List<TooLarge> tooLarge = new ArrayList<>();
    if (workload.served().isEmpty()) {
      Sizes.splits(workload, group).forEach(split -> fitting.add(unsized(workload, group, split)));
      return new Variants(fitting, tooLarge);
    }
    for (Sizes.Offer offer : sizes.of(workload, workload.served().get(), group)) {
      switch (offer.fit()) {
        case Fit.Fits fits -> fitting.add(sized(workload, group, offer, fits));
        case Fit.TooLarge large ->
            tooLarge.add(new TooLarge(offer.split(), large.needed(), large.usable()));
      }
    }
    return new Variants(fitting, tooLarge);
  }

  private static Variant sized(
      Workload workload, DeviceClass group, Sizes.Offer offer, Fit.Fits fits) {
    Breakdown breakdown = fits.split();
    EngineOrder.Sized sized =
        new EngineOrder.Sized(
            breakdown.contextTokens(),
            breakdown.weights(),
            breakdown.kvCache(),
            breakdown.margin(),
            breakdown.kvTokens(),
            offer.kvBytesPerToken(),
            fits.share());
    return variant(
        workload,
        group,
        offer.split(),
        new Sizing(fits.charge(), Optional.of(breakdown), Optional.of(sized)));
  }

  private static Variant unsized(Workload workload, DeviceClass group, Parallelism split) {
    Bytes charge =
        group.kind() == DeviceKind.GPU
            ? new Bytes(Math.round(group.total().value() * Sizes.OPAQUE_SHARE))
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
}
