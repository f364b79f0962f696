// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import java.util.List;

/**
 * The machines that there are.
 *
 * @param nodes in any order; plans do not depend on it
 */
public record Inventory(List<Node> nodes) {
  public Inventory {
    nodes = List.copyOf(nodes);
  }
}
