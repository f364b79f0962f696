// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import java.util.Optional;

/**
 * What something costs, in US dollars per hour.
 *
 * @param onDemand where it stays until it is given back
 * @param spot where it may be taken away
 */
public record Price(Optional<Double> onDemand, Optional<Double> spot) {
  public static final Price UNKNOWN = new Price(Optional.empty(), Optional.empty());

  /** Of a node of this capacity; empty when it is not known. */
  public Optional<Double> of(boolean spotNode) {
    return spotNode ? spot : onDemand;
  }

  /** What the other says, and where it says nothing what this one does. */
  public Price with(Price other) {
    return new Price(other.onDemand.or(() -> onDemand), other.spot.or(() -> spot));
  }
}
