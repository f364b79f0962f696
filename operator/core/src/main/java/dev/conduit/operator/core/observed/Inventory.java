// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import java.util.List;

/**
 * The machines that there are.
 *
 * @param nodes in any order; plans do not depend on it
 * @param provider of them all
 */
public record Inventory(List<Node> nodes, Provider provider) {
  public Inventory {
    nodes = List.copyOf(nodes);
  }

  /** Of a person's own machine. */
  public Inventory(List<Node> nodes) {
    this(nodes, Provider.LOCAL);
  }
}
