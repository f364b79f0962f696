// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.fit;

import java.util.List;

/**
 * Relative errors of some cases.
 *
 * @param sorted least first
 */
public record Errors(List<Double> sorted) {
  public Errors {
    sorted = sorted.stream().sorted().toList();
  }

  public int count() {
    return sorted.size();
  }

  /** The error that so large a share of the cases does not exceed; not a number without cases. */
  public double quantile(double share) {
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }

  public double mean() {
    return sorted.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  public double max() {
    return quantile(1);
  }

  /** Share of the cases with at most this error. */
  public double within(double error) {
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.stream().filter(each -> each <= error).count() / (double) sorted.size();
  }
}
