// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.placement.Place;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What places cost: their share of their nodes' price. On a node with GPUs the share is that of its
 * GPUs, on others that of its main memory.
 */
final class Cost {
  private final Map<String, Node> nodes = new HashMap<>();

  Cost(Inventory inventory) {
    inventory.nodes().forEach(node -> nodes.put(node.name(), node));
  }

  /** US dollars per hour; empty when there are no places, or a node's price is not known. */
  Optional<Double> hourly(Collection<Place> places) {
    double sum = 0;
    for (Place place : places) {
      Optional<Double> share = hourly(place);
      if (share.isEmpty()) {
        return Optional.empty();
      }
      sum += share.get();
    }
    return places.isEmpty() ? Optional.empty() : Optional.of(sum);
  }

  private Optional<Double> hourly(Place place) {
    return Optional.ofNullable(nodes.get(place.node()))
        .flatMap(node -> node.hourlyCost().map(price -> price * share(place, node)));
  }

  private static double share(Place place, Node node) {
    long gpus = node.devices().stream().filter(d -> d.kind() == DeviceKind.GPU).count();
    if (gpus > 0) {
      long mine = place.devices().stream().filter(d -> d.kind() == DeviceKind.GPU).count();
      return mine / (double) gpus;
    }
    long memory = place.devices().stream().map(Device::total).mapToLong(b -> b.value()).sum();
    return memory == 0 ? 0 : place.variant().charge().value() / (double) memory;
  }
}
