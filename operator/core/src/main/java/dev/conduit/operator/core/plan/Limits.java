// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.api.v1alpha1.block.Compute;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.placement.Bounds;
import dev.conduit.operator.core.placement.Hardware;
import dev.conduit.operator.core.placement.Place;
import dev.conduit.operator.core.placement.Workload;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a block allows its replicas together: how much they may cost, how many may be on spot nodes.
 *
 * <p>A replica is first given its even part of what is left to spend, so that a dear place does not
 * take the others' money, and only when that finds nothing all that is left.
 *
 * @param most that all replicas may cost in US dollars per hour; empty when there is no limit
 * @param onSpot replicas that may be on spot nodes
 * @param replicas wanted
 */
record Limits(Optional<Double> most, int onSpot, int replicas) {
  private static final double MICROS = 1e6;
  private static final int DEFAULT_FLOOR = 1;

  /**
   * @param hardware that may be paid by the hour, or not
   */
  static Limits of(Workload workload, Hardware hardware) {
    @Nullable Compute compute = workload.spec().compute();
    int replicas = workload.replicas();
    Optional<Double> most =
        compute == null || !hardware.isPaid()
            ? Optional.empty()
            : Optional.ofNullable(compute.maxHourlyCost());
    int floor =
        compute == null || compute.spot() == null
            ? replicas
            : Given.or(compute.spot().onDemandFloor(), DEFAULT_FLOOR);
    return new Limits(most, Math.max(0, replicas - floor), replicas);
  }

  /** For one replica before any is placed: an even part, and on demand if one must be. */
  Bounds first() {
    return even(List.of(), onSpot < replicas);
  }

  /** For the next replica within an even part of the money. */
  Bounds even(Collection<Place> placed, boolean onDemand) {
    int missing = Math.max(1, replicas - placed.size());
    return new Bounds(
        onDemand, left(placed).map(left -> micros(left / missing)).orElse(OptionalLong.empty()));
  }

  /** For the next replica within all of the money. */
  Bounds all(Collection<Place> placed, boolean onDemand) {
    return new Bounds(onDemand, left(placed).map(Limits::micros).orElse(OptionalLong.empty()));
  }

  /** What of the limit the places leave, at least nothing; empty when there is no limit. */
  Optional<Double> left(Collection<Place> placed) {
    return most.map(limit -> Math.max(0, limit - cost(placed)));
  }

  /** Whether what runs costs more than is allowed. */
  boolean areExceeded(Collection<Place> placed) {
    return most.isPresent() && Math.round(MICROS * (cost(placed) - most.get())) > 0;
  }

  /** In US dollars per hour, as far as prices are known. */
  static double cost(Collection<Place> placed) {
    return placed.stream().mapToDouble(place -> place.hourlyCost().orElse(0.0)).sum();
  }

  private static OptionalLong micros(double dollars) {
    return OptionalLong.of(Math.round(dollars * MICROS));
  }
}
