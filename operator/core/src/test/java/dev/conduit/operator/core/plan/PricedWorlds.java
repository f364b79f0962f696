// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.api.v1alpha1.block.Compute;
import dev.conduit.api.v1alpha1.block.Engine;
import dev.conduit.api.v1alpha1.block.EngineKind;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.api.v1alpha1.block.Sharing;
import dev.conduit.api.v1alpha1.block.Spot;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.model.GpuSlice;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Price;
import dev.conduit.operator.core.observed.Prices;
import dev.conduit.operator.core.observed.Provider;
import dev.conduit.operator.core.observed.Sourced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/** Random clusters with zones, spot nodes, slices and prices; equal for equal seeds. */
final class PricedWorlds {
  private static final List<String> MODELS =
      List.of("Qwen/Qwen2.5-1.5B-Instruct", "Qwen/Qwen3-8B", "Qwen/Qwen2.5-72B-Instruct");
  private static final List<String> GPUS = List.of("L4", "A100-80GB", "H100-80GB", "Odd-One");
  private static final List<Double> GPU_GIB = List.of(22.16, 79.15, 79.18, 47.0);
  private static final String PROFILE = "3g.40gb";
  private static final Bytes SLICE = Bytes.ofGib(39.25);

  private final Random random;

  PricedWorlds(long seed) {
    this.random = new Random(seed);
  }

  Observed fresh() {
    List<Sourced<InferenceBlock>> blocks = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      blocks.add(new Sourced<>(block("b" + i), "file-" + i));
    }
    List<Node> nodes = new ArrayList<>();
    int size = 1 + random.nextInt(6);
    for (int i = 0; i < size; i++) {
      nodes.add(node("n" + i));
    }
    return world(blocks, nodes, random.nextBoolean() ? Prices.NONE : stated());
  }

  /** One replica of a block with no limits, on nodes of all kinds. */
  Observed one() {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      nodes.add(node("n" + i));
    }
    InferenceBlock block =
        block(
            "b",
            new Compute(
                null, null, null, null, null, null, null, null, null, new Spot(true, 0), null),
            1);
    return world(List.of(new Sourced<>(block, "file")), nodes, stated());
  }

  /** The same with one of its nodes only. */
  static Observed only(Observed world, Node node) {
    return world.withInventory(new Inventory(List.of(node), Provider.KUBERNETES));
  }

  /** The same told in another order. */
  Observed shuffled(Observed world) {
    List<Sourced<InferenceBlock>> blocks = new ArrayList<>(world.blocks());
    List<Node> nodes = new ArrayList<>(world.inventory().nodes());
    Collections.shuffle(blocks, random);
    Collections.shuffle(nodes, random);
    return world.withBlocks(blocks).withInventory(new Inventory(nodes, Provider.KUBERNETES));
  }

  static Compute compute(Sourced<InferenceBlock> block) {
    return Objects.requireNonNull(block.resource().getSpec().compute());
  }

  private static Observed world(
      List<Sourced<InferenceBlock>> blocks, List<Node> nodes, Prices prices) {
    return new Observed(
        blocks, List.of(), new Inventory(nodes, Provider.KUBERNETES), List.of(), Map.of(), prices);
  }

  private Prices stated() {
    return new Prices(
        Map.of(
            GPUS.get(random.nextInt(GPUS.size())),
            new Price(Optional.of(random.nextInt(90) / 10.0), Optional.empty())),
        Map.of());
  }

  private Node node(String name) {
    int type = random.nextInt(GPUS.size());
    boolean sliced = type == 2 && random.nextBoolean();
    List<Device> devices = new ArrayList<>();
    int gpus = 1 + random.nextInt(4);
    for (int i = 0; i < gpus; i++) {
      devices.add(
          new Device(
              Integer.toString(i),
              DeviceKind.GPU,
              sliced ? new GpuSlice(GPUS.get(type), PROFILE).toString() : GPUS.get(type),
              sliced ? SLICE : Bytes.ofGib(GPU_GIB.get(type)),
              Bytes.ZERO));
    }
    return new Node(
        name,
        "zone-" + random.nextInt(3),
        false,
        devices,
        Optional.empty(),
        random.nextInt(6) == 0 ? Optional.of(1.0 + random.nextInt(20)) : Optional.empty(),
        random.nextInt(3) == 0);
  }

  private InferenceBlock block(String name) {
    boolean sliced = random.nextInt(4) == 0;
    Sharing sharing =
        sliced ? Sharing.MIG : random.nextInt(4) == 0 ? Sharing.PACKED : Sharing.EXCLUSIVE;
    Spot spot = random.nextBoolean() ? new Spot(true, random.nextInt(3)) : null;
    Double most = random.nextInt(3) == 0 ? Double.valueOf(1 + random.nextInt(16)) : null;
    return block(
        name,
        new Compute(
            null, null, null, null, null, sharing, sliced ? PROFILE : null, null, null, spot, most),
        1 + random.nextInt(4));
  }

  private InferenceBlock block(String name, Compute compute, int replicas) {
    Model model =
        new Model(
            MODELS.get(random.nextInt(MODELS.size())),
            "served",
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
            null);
    InferenceBlock block = new InferenceBlock();
    block.setMetadata(new ObjectMetaBuilder().withName(name).build());
    block.setSpec(
        new InferenceBlockSpec(
            List.of(model),
            new Engine(EngineKind.VLLM, null, null, null, null, null, null, null),
            compute,
            replicas,
            null,
            null,
            null,
            null,
            null));
    return block;
  }
}
