// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import java.util.List;
import java.util.Optional;

/**
 * A machine that engines can be placed on.
 *
 * @param name unique in the inventory
 * @param zone failure domain; empty when unknown
 * @param simulated whether its GPUs are only pretended; then only simulators are placed on it
 * @param devices in the order that they are filled
 * @param scheduling who may come to it; empty for a machine that takes whatever is planned on it
 * @param hourlyCost of the whole machine in US dollars; empty when nobody said it
 * @param spot whether it can be taken away at any time
 */
public record Node(
    String name,
    String zone,
    boolean simulated,
    List<Device> devices,
    Optional<Scheduling> scheduling,
    Optional<Double> hourlyCost,
    boolean spot) {
  public Node {
    devices = List.copyOf(devices);
  }

  /** A machine that takes whatever is planned on it. */
  public Node(String name, String zone, boolean simulated, List<Device> devices) {
    this(name, zone, simulated, devices, Optional.empty(), Optional.empty(), false);
  }
}
