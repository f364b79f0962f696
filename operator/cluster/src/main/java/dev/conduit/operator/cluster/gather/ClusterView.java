// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.gather;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;

/**
 * The cluster's objects that plans are made from, as they were read.
 *
 * @param deployments of engines, those of ours only
 * @param pods of all namespaces: others' pods hold GPUs too
 * @param probes what is known of engines' answers
 * @param prices entries of the ConfigMap {@code conduit-prices}; none without it
 */
public record ClusterView(
    List<InferenceBlock> blocks,
    List<RoutingPolicy> policies,
    List<Node> nodes,
    List<Deployment> deployments,
    List<Pod> pods,
    ProbeResults probes,
    Map<String, String> prices) {
  /** Without stated prices. */
  public ClusterView(
      List<InferenceBlock> blocks,
      List<RoutingPolicy> policies,
      List<Node> nodes,
      List<Deployment> deployments,
      List<Pod> pods,
      ProbeResults probes) {
    this(blocks, policies, nodes, deployments, pods, probes, Map.of());
  }

  public ClusterView {
    blocks = List.copyOf(blocks);
    policies = List.copyOf(policies);
    nodes = List.copyOf(nodes);
    deployments = List.copyOf(deployments);
    pods = List.copyOf(pods);
    prices = Map.copyOf(prices);
  }
}
