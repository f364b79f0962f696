// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.api.v1alpha1.block.Engine;
import dev.conduit.api.v1alpha1.block.EngineKind;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.InferenceBlockStatus;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.api.v1alpha1.block.Shortfall;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Sourced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ManyNodesTest {
  @Test
  void plan_blockFitsOnNoneOfManyNodes_statusListsThoseThatMissLeast() {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      boolean large = i >= 190;
      Bytes total = Bytes.ofGib(large ? 44.39 : 22.16);
      nodes.add(
          new Node(
              "node-%03d".formatted(i),
              "",
              false,
              List.of(new Device("0", DeviceKind.GPU, large ? "L40S" : "L4", total, Bytes.ZERO))));
    }
    InferenceBlock block = block();

    Plan plan =
        new Planner()
            .plan(
                new Observed(
                    List.of(new Sourced<>(block, "test")),
                    List.of(),
                    new Inventory(nodes),
                    List.of()),
                Instant.parse("2026-03-01T12:00:00Z"));

    InferenceBlockStatus status =
        Objects.requireNonNull(plan.blockStatuses().get(ObjectRef.of(block)));
    assertThat(status.shortfalls())
        .hasSize(64)
        .extracting(Shortfall::node)
        .isSorted()
        .contains("node-190", "node-199");
    assertThat(status.conditions().toString()).contains("the 64 nearest of 200 are listed");
  }

  private static InferenceBlock block() {
    InferenceBlock block = new InferenceBlock();
    block.setMetadata(new ObjectMetaBuilder().withName("large").build());
    block.setSpec(
        new InferenceBlockSpec(
            List.of(
                new Model(
                    "Qwen/Qwen2.5-72B-Instruct",
                    "large",
                    null,
                    4096,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null)),
            new Engine(EngineKind.VLLM, null, null, null, null, null, null, null),
            null,
            1,
            null,
            null,
            null,
            null,
            null));
    return block;
  }
}
