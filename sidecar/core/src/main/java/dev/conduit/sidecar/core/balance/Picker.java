// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.balance;

import java.util.List;

/** Takes one of the candidates that passed the filters. */
public interface Picker {
  /**
   * The index of the one that gets the request, among {@code eligible}.
   *
   * @param all candidates of the target
   * @param eligible indices into {@code all}, at least one, in rising order
   * @param turn grows by one with each request of the target
   * @param entropy any number, spread evenly
   */
  int pick(List<? extends Candidate> all, int[] eligible, long turn, long entropy);
}
