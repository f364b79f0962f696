// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What GPUs and machines cost.
 *
 * @param gpus by canonical type, such as {@code H100-80GB}; of one GPU with its share of the
 *     machine
 * @param machines by instance type, such as {@code p5.48xlarge}; of the whole machine
 */
public record Prices(Map<String, Price> gpus, Map<String, Price> machines) {
  public static final Prices NONE = new Prices(Map.of(), Map.of());

  public Prices {
    gpus = Collections.unmodifiableMap(new TreeMap<>(gpus));
    machines = Collections.unmodifiableMap(new TreeMap<>(machines));
  }

  /** Of a GPU type. */
  public Price gpu(String type) {
    return gpus.getOrDefault(type, Price.UNKNOWN);
  }

  /** Of an instance type. */
  public Price machine(String type) {
    return machines.getOrDefault(type, Price.UNKNOWN);
  }

  /** These, with the others' figures where they have some. */
  public Prices with(Prices others) {
    return new Prices(merged(gpus, others.gpus), merged(machines, others.machines));
  }

  private static Map<String, Price> merged(Map<String, Price> ours, Map<String, Price> others) {
    Map<String, Price> all = new TreeMap<>(ours);
    others.forEach((name, price) -> all.merge(name, price, Price::with));
    return all;
  }
}
