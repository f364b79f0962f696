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
  /** Nothing is known to fit or not to fit. */
  static final Variants NONE = new Variants(List.of(), List.of());

  public Variants {
    fitting = List.copyOf(fitting);
    tooLarge = List.copyOf(tooLarge);
  }

  /** One split that does not fit. */
  public record TooLarge(Parallelism split, Bytes needed, Bytes usable) {}

  /** Of an engine that we cannot size. */
  static Variants unsized(DeviceClass group, List<Parallelism> splits) {
    Bytes charge =
        group.kind() == DeviceKind.GPU
            ? new Bytes(Math.round(group.total().value() * Sizes.OPAQUE_SHARE))
            : Bytes.ZERO;
    return new Variants(
        splits.stream()
            .map(
                split ->
                    new Variant(
                        group.kind(),
                        group.type(),
                        group.total(),
                        split,
                        charge,
                        Optional.empty(),
                        Optional.empty()))
            .toList(),
        List.of());
  }

  /** Of an engine and what the fit says of each way to fill a device. */
  static Variants sized(DeviceClass group, List<Sizes.Offer> offers) {
    List<Variant> fitting = new ArrayList<>();
    List<TooLarge> tooLarge = new ArrayList<>();
    for (Sizes.Offer offer : offers) {
      switch (offer.fit()) {
        case Fit.Fits fits -> fitting.add(sized(group, offer, fits));
        case Fit.TooLarge large ->
            tooLarge.add(new TooLarge(offer.split(), large.needed(), large.usable()));
      }
    }
    return new Variants(fitting, tooLarge);
  }

  private static Variant sized(DeviceClass group, Sizes.Offer offer, Fit.Fits fits) {
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
    return new Variant(
        group.kind(),
        group.type(),
        group.total(),
        offer.split(),
        fits.charge(),
        Optional.of(breakdown),
        Optional.of(sized));
  }
}
