// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.operator;

import dev.conduit.testkit.kubernetes.nodes.FakeNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The nodes and resources of a run, the same in every run: of every ten nodes six have eight H100,
 * two have four L40S and two have none; of every four blocks one is a 70B model on four H100, one
 * an 8B model on an L40S, one two replicas of an 8B model on an H100, one two replicas on
 * processors. Twenty blocks and a policy over them in each namespace.
 *
 * @param blocks how many
 * @param nodeCount how many
 */
record Fleet(int blocks, int nodeCount) {
  private static final int MIB_OF_L40S = 46_068;
  private static final int IN_A_NAMESPACE = 20;

  /** A resource to apply. */
  record Manifest(String namespace, String name, String yaml) {}

  FakeNode[] nodes() {
    return IntStream.range(0, nodeCount).mapToObj(Fleet::node).toArray(FakeNode[]::new);
  }

  List<String> namespaces() {
    return IntStream.rangeClosed(0, (blocks - 1) / IN_A_NAMESPACE)
        .mapToObj(i -> "team-" + i)
        .toList();
  }

  List<Manifest> blockManifests() {
    return IntStream.range(0, blocks).mapToObj(i -> block(i, 8192)).toList();
  }

  /** One block with an edit that needs new engines. */
  Manifest edited(int block) {
    return block(block, 4096);
  }

  List<Manifest> policies() {
    return namespaces().stream()
        .map(namespace -> new Manifest(namespace, "all", policy(namespace)))
        .toList();
  }

  private String policy(String namespace) {
    StringBuilder targets = new StringBuilder();
    for (Manifest block : blockManifests()) {
      if (block.namespace().equals(namespace)) {
        targets.append("    - block: %s\n      tier: light\n".formatted(block.name()));
      }
    }
    return """
        apiVersion: conduit.dev/v1alpha1
        kind: RoutingPolicy
        metadata:
          name: all
        spec:
          classifier:
            defaultTier: light
          targets:
        """
        + targets;
  }

  private static FakeNode node(int i) {
    return switch (i % 10) {
      case 0, 5 -> FakeNode.cpu("cpu-" + i);
      case 1, 6 -> FakeNode.cpu("l40s-" + i).gpus("NVIDIA-L40S", 4, MIB_OF_L40S);
      default -> FakeNode.h100("h100-" + i, 8);
    };
  }

  private static Manifest block(int i, int maxModelLen) {
    String name = "model-" + i;
    String model =
        switch (i % 4) {
          case 0 -> "meta-llama/Llama-3.3-70B-Instruct";
          case 3 -> "HuggingFaceTB/SmolLM2-135M-Instruct";
          default -> "meta-llama/Llama-3.1-8B-Instruct";
        };
    List<String> lines = new ArrayList<>();
    lines.add("apiVersion: conduit.dev/v1alpha1");
    lines.add("kind: InferenceBlock");
    lines.add("metadata: {name: %s}".formatted(name));
    lines.add("spec:");
    lines.add("  models:");
    lines.add("    - id: " + model);
    lines.add("      servedName: " + name);
    lines.add("      maxModelLen: " + Math.min(maxModelLen, i % 4 == 3 ? 2048 : maxModelLen));
    lines.add("  engine: {kind: %s}".formatted(i % 4 == 3 ? "embedded" : "vllm"));
    switch (i % 4) {
      case 0 -> lines.add("  compute: {gpu: [H100-80GB], count: \"4\"}");
      case 1 -> lines.add("  compute: {gpu: [L40S], count: \"1\"}");
      case 2 -> lines.add("  compute: {gpu: [H100-80GB], count: \"1\"}");
      default -> {}
    }
    lines.add("  replicas: " + (i % 4 < 2 ? 1 : 2));
    return new Manifest("team-" + i / IN_A_NAMESPACE, name, String.join("\n", lines) + "\n");
  }
}
