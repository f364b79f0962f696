// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.api.v1alpha1.block.Compute;
import dev.conduit.api.v1alpha1.block.Engine;
import dev.conduit.api.v1alpha1.block.EngineKind;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.api.v1alpha1.block.Sharing;
import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.Node;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.RunningEngine;
import dev.conduit.operator.core.observed.Sourced;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random worlds, equal for equal seeds. */
final class Worlds {
  private static final List<String> MODELS =
      List.of("Qwen/Qwen2.5-1.5B-Instruct", "Qwen/Qwen3-8B", "Qwen/Qwen2.5-72B-Instruct", "a/b");
  private static final List<String> LARGE =
      List.of(
          "Qwen/Qwen3-8B",
          "Qwen/Qwen2.5-32B-Instruct",
          "Qwen/Qwen2.5-72B-Instruct",
          "meta-llama/Llama-3.1-70B-Instruct");
  private static final List<String> GPUS = List.of("L4", "A100-80GB", "H100-80GB");
  private static final List<Double> GPU_GIB = List.of(22.16, 79.15, 79.18);

  private final Random random;

  Worlds(long seed) {
    this.random = new Random(seed);
  }

  /** Some blocks, some nodes, nothing running. */
  Observed fresh() {
    List<Sourced<InferenceBlock>> blocks = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      blocks.add(new Sourced<>(block("b" + i), "file-" + i));
    }
    List<Node> nodes = new ArrayList<>();
    int size = 1 + random.nextInt(4);
    for (int i = 0; i < size; i++) {
      nodes.add(node("n" + i));
    }
    return new Observed(blocks, List.of(), new Inventory(nodes), List.of());
  }

  /** Few GPUs for large models whose blocks say much of what they want; nothing running. */
  Observed tight() {
    List<Sourced<InferenceBlock>> blocks = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      blocks.add(new Sourced<>(wishful("b" + i), "file-" + i));
    }
    List<Node> nodes = new ArrayList<>();
    int size = 1 + random.nextInt(3);
    for (int i = 0; i < size; i++) {
      nodes.add(node("n" + i));
    }
    return new Observed(blocks, List.of(), new Inventory(nodes), List.of());
  }

  /** The same world told in another order. */
  Observed shuffled(Observed world) {
    List<Sourced<InferenceBlock>> blocks = new ArrayList<>(world.blocks());
    List<Node> nodes = new ArrayList<>(world.inventory().nodes());
    List<RunningEngine> running = new ArrayList<>(world.running());
    java.util.Collections.shuffle(blocks, random);
    java.util.Collections.shuffle(nodes, random);
    java.util.Collections.shuffle(running, random);
    return new Observed(blocks, world.policies(), new Inventory(nodes), running);
  }

  /** One block gets another context length, as an edit does. */
  Observed edited(Observed world) {
    List<Sourced<InferenceBlock>> blocks = new ArrayList<>(world.blocks());
    Sourced<InferenceBlock> first = blocks.getFirst();
    InferenceBlock changed = block(first.ref().name());
    blocks.set(0, new Sourced<>(changed, first.source()));
    return new Observed(blocks, world.policies(), world.inventory(), world.running());
  }

  private Node node(String name) {
    int type = random.nextInt(GPUS.size());
    List<Device> devices = new ArrayList<>();
    devices.add(
        new Device("cpu", DeviceKind.CPU, "cpu", Bytes.ofGib(4 + random.nextInt(60)), Bytes.ZERO));
    int gpus = random.nextInt(5);
    for (int i = 0; i < gpus; i++) {
      devices.add(
          new Device(
              Integer.toString(i),
              DeviceKind.GPU,
              GPUS.get(type),
              Bytes.ofGib(GPU_GIB.get(type)),
              Bytes.ofGib(random.nextInt(4) == 0 ? 5 : 0)));
    }
    return new Node(name, "", random.nextInt(4) == 0, devices);
  }

  private InferenceBlock wishful(String name) {
    boolean processors = random.nextInt(4) == 0;
    EngineKind kind =
        processors
            ? EngineKind.LLAMACPP
            : List.of(EngineKind.VLLM, EngineKind.SGLANG, EngineKind.SIMULATOR)
                .get(random.nextInt(3));
    String id =
        processors
            ? "hf://bartowski/Llama-3.1-8B-GGUF/Llama-3.1-8B-Q8_0.gguf"
            : LARGE.get(random.nextInt(LARGE.size()));
    Model model =
        new Model(
            id,
            // Without one, the name follows the id, which a remedy may change.
            processors ? "served" : null,
            null,
            maybe(4096 << random.nextInt(5)),
            maybe(1 << random.nextInt(8)),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    String gpu = GPUS.get(random.nextInt(GPUS.size()));
    int split = random.nextInt(4);
    Compute compute =
        new Compute(
            null,
            random.nextBoolean() ? List.of(gpu) : null,
            split == 0 ? String.valueOf(1 << random.nextInt(3)) : null,
            split == 1 ? Integer.valueOf(1 << random.nextInt(3)) : null,
            null,
            random.nextInt(3) == 0 ? Sharing.PACKED : Sharing.EXCLUSIVE,
            null,
            null,
            null,
            null,
            null);
    return made(name, model, kind, compute);
  }

  private @Nullable Integer maybe(int value) {
    return random.nextBoolean() ? value : null;
  }

  private InferenceBlock block(String name) {
    EngineKind kind =
        List.of(EngineKind.VLLM, EngineKind.SGLANG, EngineKind.SIMULATOR, EngineKind.EMBEDDED)
            .get(random.nextInt(4));
    boolean embedded = kind == EngineKind.EMBEDDED;
    String id =
        embedded
            ? "HuggingFaceTB/SmolLM2-135M-Instruct"
            : MODELS.get(random.nextInt(MODELS.size()));
    Integer context = random.nextBoolean() ? Integer.valueOf(1024 << random.nextInt(4)) : null;
    Model model =
        new Model(
            id, "served", null, context, null, null, null, null, null, null, null, null, null);
    Sharing sharing = random.nextInt(3) == 0 ? Sharing.PACKED : Sharing.EXCLUSIVE;
    Compute compute =
        new Compute(null, null, null, null, null, sharing, null, null, null, null, null);
    return made(name, model, kind, compute);
  }

  private InferenceBlock made(String name, Model model, EngineKind kind, Compute compute) {
    InferenceBlock block = new InferenceBlock();
    block.setMetadata(new ObjectMetaBuilder().withName(name).build());
    block.setSpec(
        new InferenceBlockSpec(
            List.of(model),
            new Engine(kind, null, null, null, null, null, null, null),
            compute,
            1 + random.nextInt(3),
            null,
            null,
            null,
            null,
            null));
    return block;
  }
}
