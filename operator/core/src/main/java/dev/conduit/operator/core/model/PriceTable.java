// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.model;

import dev.conduit.operator.core.observed.Price;
import dev.conduit.operator.core.observed.Prices;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The prices that ship with the program: list prices of GPU types, which whoever has others states
 * himself. Source of each figure: {@code prices.tsv}.
 */
public final class PriceTable {
  private PriceTable() {}

  public static Prices bundled() {
    Map<String, Price> gpus = new TreeMap<>();
    for (String[] row : Resource.read("prices.tsv").rows()) {
      gpus.put(row[0], new Price(dollars(row[1]), dollars(row[2])));
    }
    return new Prices(gpus, Map.of());
  }

  private static Optional<Double> dollars(String cell) {
    return cell.equals("-") ? Optional.empty() : Optional.of(Double.valueOf(cell));
  }
}
