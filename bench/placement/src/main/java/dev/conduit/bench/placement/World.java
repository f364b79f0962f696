// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.placement;

import dev.conduit.api.v1alpha1.block.Compute;
import dev.conduit.api.v1alpha1.block.Engine;
import dev.conduit.api.v1alpha1.block.EngineKind;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.api.v1alpha1.block.Sharing;
import dev.conduit.api.v1alpha1.block.Spot;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.EnginePhase;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Price;
import dev.conduit.operator.core.observed.Prices;
import dev.conduit.operator.core.observed.Provider;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.observed.Scheduling;
import dev.conduit.operator.core.observed.Sourced;
import dev.conduit.operator.core.observed.Taint;
import dev.conduit.operator.core.plan.EngineInstance;
import dev.conduit.operator.core.plan.Plan;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Random blocks of real models on random nodes of real GPUs; equal for equal seeds. */
final class World {
  private static final List<String> MODELS =
      List.of(
          "Qwen/Qwen2.5-1.5B-Instruct",
          "Qwen/Qwen3-8B",
          "meta-llama/Llama-3.1-8B-Instruct",
          "Qwen/Qwen2.5-72B-Instruct",
          "meta-llama/Llama-3.1-70B-Instruct");
  private static final List<String> GPUS = List.of("L4", "L40S", "A100-80GB", "H100-80GB");
  private static final List<Double> GPU_GIB = List.of(22.16, 44.39, 79.15, 79.18);
  private static final double HOST_GIB = 256;
  private static final int SLICED_TYPE = 3;
  private static final String PROFILE = "3g.40gb";
  private static final Bytes SLICE = Bytes.ofGib(39.25);

  /** Of which no price is known. */
  private static final String UNPRICED = "Prototype-48GB";

  /** Instance types and what they are said to cost in some worlds. */
  private static final String INSTANCE_TYPE = "node.kubernetes.io/instance-type";

  private static final Prices STATED =
      new Prices(
          Map.of("L4", price(0.4, 0.3), "H100-80GB", price(2.1, 0.9)),
          Map.of("bench.large", price(9, 2.5), "bench.small", price(1.5, 1.5)));

  private static final Taint KEPT_FREE = new Taint("bench", "others", "NoSchedule");

  private final Random random;
  private final boolean limited;

  private World(long seed, boolean limited) {
    this.random = new Random(seed);
    this.limited = limited;
  }

  /** Where blocks take any node. */
  static World of(long seed) {
    return new World(seed, false);
  }

  /**
   * Where blocks limit their cost and what is on spot nodes, and some want slices; where prices are
   * stated, of types, of machines and by nodes, or are not known; where nodes have slices beside
   * whole GPUs, are closed or tainted; and where others use GPUs too.
   */
  static World limited(long seed) {
    return new World(seed, true);
  }

  /** Up to so many blocks and nodes, at least one of each, nothing running. */
  Observed small(int mostBlocks, int mostNodes) {
    return of(1 + random.nextInt(mostBlocks), 1 + random.nextInt(mostNodes), 4);
  }

  /** Exactly so many; nodes with eight GPUs. */
  Observed large(int blocks, int nodes) {
    return of(blocks, nodes, 8);
  }

  /** The world in which all that the plan wants runs and is ready. */
  static Observed after(Observed before, Plan plan) {
    List<RunningEngine> running = new ArrayList<>();
    for (EngineInstance instance : plan.desired()) {
      running.add(
          new RunningEngine(
              instance.id(),
              instance.block(),
              instance.replica(),
              instance.revision(),
              instance.node(),
              instance.deviceIds(),
              Optional.of(URI.create("http://127.0.0.1:8000")),
              EnginePhase.READY,
              instance.charge(),
              instance.command().servedNames()));
    }
    return before.withRunning(running);
  }

  /** The same told in another order. */
  Observed shuffled(Observed world) {
    List<Sourced<InferenceBlock>> blocks = new ArrayList<>(world.blocks());
    List<Node> nodes = new ArrayList<>(world.inventory().nodes());
    List<RunningEngine> running = new ArrayList<>(world.running());
    Collections.shuffle(blocks, random);
    Collections.shuffle(nodes, random);
    Collections.shuffle(running, random);
    return world
        .withBlocks(blocks)
        .withInventory(new Inventory(nodes, Provider.KUBERNETES))
        .withRunning(running);
  }

  private Observed of(int blocks, int nodes, int mostGpus) {
    List<Sourced<InferenceBlock>> all = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      all.add(new Sourced<>(block("block-" + random.nextInt(1000) + "-" + i), "bench"));
    }
    List<Node> machines = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      machines.add(node("node-" + i, mostGpus));
    }
    Observed world =
        new Observed(all, List.of(), new Inventory(machines, Provider.KUBERNETES), List.of());
    return limited && random.nextInt(3) == 0 ? world.withPrices(STATED) : world;
  }

  private Node node(String name, int mostGpus) {
    int type = random.nextInt(GPUS.size());
    boolean unpriced = limited && random.nextInt(12) == 0;
    List<Device> devices = new ArrayList<>();
    devices.add(new Device("cpu", DeviceKind.CPU, "cpu", Bytes.ofGib(HOST_GIB), Bytes.ZERO));
    int gpus = mostGpus == 8 ? 8 : 1 << random.nextInt(3);
    int slices = limited && type == SLICED_TYPE && !unpriced ? random.nextInt(gpus + 1) : 0;
    for (int i = 0; i < gpus; i++) {
      boolean sliced = i < slices;
      String whole = unpriced ? UNPRICED : GPUS.get(type);
      devices.add(
          new Device(
              Integer.toString(i),
              DeviceKind.GPU,
              sliced ? whole + "-MIG-" + PROFILE : whole,
              sliced ? SLICE : Bytes.ofGib(GPU_GIB.get(type)),
              usedByOthers()));
    }
    return new Node(
        name,
        "zone-" + random.nextInt(3),
        false,
        devices,
        limited ? scheduling() : Optional.empty(),
        limited && random.nextInt(5) == 0
            ? Optional.of(1.0 + random.nextInt(30))
            : Optional.empty(),
        random.nextInt(4) == 0);
  }

  private Bytes usedByOthers() {
    return limited && random.nextInt(10) == 0 ? Bytes.ofGib(1 + random.nextInt(20)) : Bytes.ZERO;
  }

  private Optional<Scheduling> scheduling() {
    return switch (random.nextInt(12)) {
      case 0 -> Optional.of(new Scheduling(Map.of(), List.of(), Optional.of("is cordoned")));
      case 1 -> Optional.of(new Scheduling(Map.of(), List.of(KEPT_FREE), Optional.empty()));
      case 2, 3 -> machine("bench.large");
      case 4, 5 -> machine("bench.small");
      default -> Optional.empty();
    };
  }

  private static Optional<Scheduling> machine(String type) {
    return Optional.of(new Scheduling(Map.of(INSTANCE_TYPE, type), List.of(), Optional.empty()));
  }

  private static Price price(double onDemand, double spot) {
    return new Price(Optional.of(onDemand), Optional.of(spot));
  }

  private Spot spot() {
    return random.nextInt(3) == 0 ? new Spot(false, null) : new Spot(true, random.nextInt(2));
  }

  private InferenceBlock block(String name) {
    int model = random.nextInt(MODELS.size());
    boolean packed = model < 3 && random.nextInt(4) == 0;
    boolean sliced = limited && model < 3 && !packed && random.nextInt(3) == 0;
    Sharing sharing = packed ? Sharing.PACKED : sliced ? Sharing.MIG : Sharing.EXCLUSIVE;
    Spot spot = limited ? spot() : new Spot(true, 0);
    Double most = limited && random.nextInt(3) == 0 ? Double.valueOf(1 + random.nextInt(20)) : null;
    Compute compute =
        new Compute(
            null, null, null, null, null, sharing, sliced ? PROFILE : null, null, null, spot, most);
    InferenceBlock block = new InferenceBlock();
    block.setMetadata(new ObjectMetaBuilder().withName(name).build());
    block.setSpec(
        new InferenceBlockSpec(
            List.of(
                new Model(
                    MODELS.get(model),
                    name,
                    null,
                    4096 << random.nextInt(2),
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
            compute,
            1 + random.nextInt(2),
            null,
            null,
            null,
            null,
            null));
    return block;
  }
}
