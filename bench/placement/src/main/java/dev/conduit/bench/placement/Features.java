// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.placement;

import dev.conduit.api.v1alpha1.block.Sharing;
import dev.conduit.operator.core.finding.Finding;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Prices;
import dev.conduit.operator.core.observed.Scheduling;
import dev.conduit.operator.core.plan.EngineInstance;
import dev.conduit.operator.core.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** What of the planner a world exercises, so that a run says what it has tried. */
final class Features {
  private final Observed world;
  private final Plan plan;
  private final Map<String, Boolean> found = new LinkedHashMap<>();

  private Features(Observed world, Plan plan) {
    this.world = world;
    this.plan = plan;
  }

  static List<String> of(Observed world, Plan plan) {
    Features features = new Features(world, plan);
    features.engines();
    features.nodes();
    features.blocks();
    return features.found.entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether nothing new of blocks that tolerate nothing may come. */
  static boolean isClosed(Scheduling rules) {
    return rules.closed().isPresent() || !rules.taints().isEmpty();
  }

  private void engines() {
    engine("on a spot node", EngineInstance::spot);
    engine("on a MIG slice", each -> device(each).contains("-MIG-"));
    engine("over several GPUs", each -> each.deviceIds().size() > 1);
    engine("whose price is not known", each -> each.hourlyCost().isEmpty());
    engine("that shares a GPU", this::shares);
  }

  private void nodes() {
    List<Node> nodes = world.inventory().nodes();
    found.put("nodes in several zones", nodes.stream().map(Node::zone).distinct().count() > 1);
    node("that says its price", node -> node.hourlyCost().isPresent());
    node("that takes nothing", node -> node.scheduling().filter(Features::isClosed).isPresent());
    node("with slices beside whole GPUs", Features::isMixed);
    node(
        "of whose GPUs others use memory",
        node -> node.devices().stream().anyMatch(device -> device.usedByOthers().value() > 0));
    found.put("prices of types and machines", !world.prices().equals(Prices.NONE));
  }

  private void blocks() {
    found.put(
        "a block with a limit of cost",
        world.blocks().stream()
            .map(block -> Objects.requireNonNull(block.resource().getSpec().compute()))
            .anyMatch(compute -> compute.maxHourlyCost() != null));
    found.put(
        "a block without a place",
        plan.findings().stream().anyMatch(Finding.DoesNotFit.class::isInstance));
  }

  private void engine(String what, Predicate<EngineInstance> is) {
    found.put("an engine " + what, plan.desired().stream().anyMatch(is));
  }

  private void node(String what, Predicate<Node> is) {
    found.put("a node " + what, world.inventory().nodes().stream().anyMatch(is));
  }

  private static boolean isMixed(Node node) {
    long gpus = node.devices().stream().filter(d -> d.kind() == DeviceKind.GPU).count();
    long slices = node.devices().stream().filter(d -> d.product().contains("-MIG-")).count();
    return slices > 0 && slices < gpus;
  }

  private String device(EngineInstance engine) {
    Optional<Node> node =
        world.inventory().nodes().stream()
            .filter(each -> each.name().equals(engine.node()))
            .findFirst();
    return node.stream()
        .flatMap(each -> each.devices().stream())
        .filter(each -> each.id().equals(engine.deviceIds().getFirst()))
        .map(each -> each.product())
        .findFirst()
        .orElse("");
  }

  private boolean shares(EngineInstance engine) {
    return world.blocks().stream()
        .filter(block -> block.ref().equals(engine.block()))
        .map(block -> Objects.requireNonNull(block.resource().getSpec().compute()))
        .anyMatch(compute -> compute.sharing() == Sharing.PACKED);
  }
}
