// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.meter;

/**
 * What one answer cost.
 *
 * @param dollars by the price of the target that answered; 0 when it has none
 * @param allHeavy dollars that the same tokens would have cost at the cheapest target of the
 *     heaviest tier; {@code dollars} when nothing there has a price
 * @param isPriced whether the target that answered has a price
 */
public record Bill(double dollars, double allHeavy, boolean isPriced) {
  /** This and what another attempt of the same request cost: the counterfactual had one attempt. */
  public Bill and(Bill wasted) {
    return new Bill(dollars + wasted.dollars, allHeavy, isPriced && wasted.isPriced);
  }
}
