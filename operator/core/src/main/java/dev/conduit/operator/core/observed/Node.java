// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import java.util.List;

/**
 * A machine that engines can be placed on.
 *
 * @param name unique in the inventory
 * @param zone failure domain; empty when unknown
 * @param simulated whether its GPUs are only pretended; then only simulators are placed on it
 * @param devices in the order that they are filled
 */
public record Node(String name, String zone, boolean simulated, List<Device> devices) {
  public Node {
    devices = List.copyOf(devices);
  }
}
