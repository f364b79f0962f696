// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.operator.core.placement.Place;
import java.util.Collection;
import java.util.Optional;

/** What places cost together. */
final class Cost {
  private Cost() {}

  /** US dollars per hour; empty when there are no places, or a price is not known. */
  static Optional<Double> hourly(Collection<Place> places) {
    double sum = 0;
    for (Place place : places) {
      if (place.hourlyCost().isEmpty()) {
        return Optional.empty();
      }
      sum += place.hourlyCost().get();
    }
    return places.isEmpty() ? Optional.empty() : Optional.of(sum);
  }
}
