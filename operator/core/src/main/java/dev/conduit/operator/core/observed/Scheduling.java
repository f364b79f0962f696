// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a node says of who may come to it.
 *
 * @param labels of the node
 * @param taints that keep away pods which do not tolerate them
 * @param closed why nothing new may come, such as {@code is cordoned}; what runs there stays
 */
public record Scheduling(Map<String, String> labels, List<Taint> taints, Optional<String> closed) {
  public Scheduling {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    taints = List.copyOf(taints);
  }
}
