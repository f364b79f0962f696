// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import static java.util.stream.Collectors.groupingBy;

import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.core.model.GpuCatalogue;
import dev.conduit.operator.core.model.PriceEntries;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Provider;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.observed.Sourced;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Turns what the cluster shows into the planner's input. Equal views give equal results. */
public final class ClusterGatherer {
  private static final String SOURCE = "cluster";

  private final GpuLabels gpuLabels;
  private final PriceEntries priceEntries;

  public ClusterGatherer(GpuCatalogue gpus) {
    this.gpuLabels = new GpuLabels(gpus);
    this.priceEntries = new PriceEntries(gpus);
  }

  /**
   * What was gathered.
   *
   * @param ready runs that the kubelet calls ready and that must prove themselves
   * @param alive runs that have an address, ready or not
   * @param priceProblems entries of {@code conduit-prices} that are not used as written, in words
   * @param nodeProblems what nodes say of themselves that is not used, in words
   */
  public record Gathered(
      Observed observed,
      List<EngineRun> ready,
      List<EngineRun> alive,
      List<String> priceProblems,
      List<String> nodeProblems) {
    public Gathered {
      ready = List.copyOf(ready);
      alive = List.copyOf(alive);
      priceProblems = List.copyOf(priceProblems);
      nodeProblems = List.copyOf(nodeProblems);
    }
  }

  public Gathered gather(ClusterView view) {
    Map<String, List<Pod>> byNode = view.pods().stream().collect(groupingBy(EngineObjects::nodeOf));
    List<dev.conduit.operator.core.observed.Node> nodes = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Node node : view.nodes()) {
      List<Pod> there = byNode.getOrDefault(node.getMetadata().getName(), List.of());
      NodeReading reading = new NodeReading(node, new PodsOnNode(there), gpuLabels);
      nodes.add(reading.read());
      problems.addAll(reading.problems());
    }
    Set<String> silent =
        view.nodes().stream()
            .filter(node -> !NodeReading.isReady(node))
            .map(node -> node.getMetadata().getName())
            .collect(Collectors.toSet());
    List<EngineReading> engines = engines(view, nodes, silent);
    List<RunningEngine> running = engines.stream().map(EngineReading::read).toList();
    PriceEntries.Reading prices = priceEntries.read(view.prices());
    Observed observed =
        new Observed(
            sourced(view.blocks()),
            sourced(view.policies()),
            new Inventory(nodes, Provider.KUBERNETES),
            running,
            Map.of(),
            prices.prices());
    return new Gathered(
        observed,
        engines.stream().flatMap(engine -> engine.ready().stream()).toList(),
        engines.stream().flatMap(engine -> engine.alive().stream()).toList(),
        prices.problems(),
        problems);
  }

  private static List<EngineReading> engines(
      ClusterView view, List<dev.conduit.operator.core.observed.Node> nodes, Set<String> silent) {
    List<Pod> pods = view.pods().stream().filter(PodsOnNode::isEngine).toList();
    NodeStates states = new NodeStates(nodes, silent, pods);
    Map<String, List<Pod>> podsByInstance =
        pods.stream().collect(groupingBy(ClusterGatherer::instance));
    Map<String, Deployment> deployments =
        view.deployments().stream()
            .filter(d -> Given.map(d.getMetadata().getLabels()).containsKey(Label.INSTANCE))
            .collect(
                Collectors.toMap(
                    ClusterGatherer::instance, deployment -> deployment, (one, two) -> one));
    Set<String> instances = new TreeSet<>(podsByInstance.keySet());
    instances.addAll(deployments.keySet());
    return instances.stream()
        .map(
            instance ->
                new EngineReading(
                    new EngineObjects(
                        Optional.ofNullable(deployments.get(instance)),
                        podsByInstance.getOrDefault(instance, List.of())),
                    states,
                    view.probes()))
        .toList();
  }

  private static String instance(HasMetadata object) {
    return object.getMetadata().getNamespace()
        + "/"
        + Given.map(object.getMetadata().getLabels()).get(Label.INSTANCE);
  }

  private static <T extends HasMetadata> List<Sourced<T>> sourced(List<T> resources) {
    return resources.stream().map(resource -> new Sourced<>(resource, SOURCE)).toList();
  }
}
