// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.fit;

import dev.conduit.contract.Bytes;

/** Whether a model fits on devices of a size. */
public sealed interface Fit {
  /**
   * It does.
   *
   * @param split of one device
   * @param charge bytes per device that the ledger holds for it
   * @param share of the device's total that the charge is, in (0,1]
   */
  record Fits(Breakdown split, Bytes charge, double share) implements Fit {}

  /**
   * It does not.
   *
   * @param needed per device, with one sequence of full length
   * @param usable per device
   */
  record TooLarge(Bytes needed, Bytes usable) implements Fit {}
}
