// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.api.v1alpha1.block.Compute;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.operator.core.engine.EngineAdapter;
import dev.conduit.operator.core.estimate.Storage;
import dev.conduit.operator.core.fit.MemoryStyle;
import dev.conduit.operator.core.knowledge.ServedModel;
import dev.conduit.operator.core.model.GpuType;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Given;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cheapest single change of a block that would give the next replica a place. Each is
 * sized by the estimator and tried against the ledger, from those that cost a user nothing to those
 * that cost quality: another GPU type that is there, a free number of GPUs, a smaller KV cache
 * type, fewer sequences, a shorter context, a quantised copy of the model, weights quantised while
 * they load, fewer replicas. Last a further node: of a type that is there, else of any that is
 * known.
 */
final class Suggestion {
  private static final int LEAST_CONTEXT = 1024;
  private static final List<Integer> NODE_SIZES = List.of(1, 2, 4, 8);

  private final Workload workload;
  private final Hardware hardware;
  private final Ledger ledger;

  private Suggestion(Workload workload, Hardware hardware, Ledger ledger) {
    this.workload = workload;
    this.hardware = hardware;
    this.ledger = ledger;
  }

  static Optional<String> of(Workload workload, Hardware hardware, Ledger ledger, int placed) {
    Suggestion suggestion = new Suggestion(workload, hardware, ledger);
    return suggestion.changes().stream()
        .filter(change -> suggestion.fits(change.workload()))
        .map(Change::words)
        .findFirst()
        .or(
            () ->
                placed > 0 && workload.spec().replicas() != null
                    ? Optional.of("spec.replicas: " + placed)
                    : suggestion.anotherNode());
  }

  /** The fewest GPUs on one further node: of a type that is there, else of the smallest known. */
  private Optional<String> anotherNode() {
    if (workload.adapter().home() == EngineAdapter.Home.CPU) {
      return Optional.empty();
    }
    boolean simulated = workload.adapter().home() == EngineAdapter.Home.SIMULATED_GPU;
    Stream<DeviceClass> there =
        hardware.homesFor(workload.adapter().home()).classes().stream()
            .filter(one -> one.kind() == DeviceKind.GPU);
    Stream<DeviceClass> known =
        hardware.types().stream()
            .sorted(Comparator.comparing(GpuType::total).thenComparing(GpuType::name))
            .map(
                type ->
                    new DeviceClass(
                        DeviceKind.GPU, type.name(), type.total(), 1, simulated, false));
    return node(there).or(() -> node(known));
  }

  /** Fewest GPUs first, then in the order of the types. */
  private Optional<String> node(Stream<DeviceClass> types) {
    List<DeviceClass> wanted =
        types.filter(type -> workload.wish().preference(type.type()) >= 0).toList();
    for (int count : NODE_SIZES) {
      for (DeviceClass type : wanted) {
        DeviceClass node = type.withCount(count);
        if (!Variants.of(workload, node, hardware.sizes()).fitting().isEmpty()) {
          return Optional.of("a further node with %d x %s".formatted(count, type.type()));
        }
      }
    }
    return Optional.empty();
  }

  private boolean fits(Workload changed) {
    return changed.adapter().objections(changed.spec()).isEmpty()
        && Placement.of(changed, hardware).find(ledger, Map.of()).isPresent();
  }

  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    Wish wish = workload.wish();
    if (!wish.gpuTypes().isEmpty()) {
      for (NodeDevices group : hardware.homesFor(workload.adapter().home()).groups()) {
        Wish other = new Wish(List.of(group.type()), wish.splits(), wish.packed());
        changes.add(
            new Change("spec.compute.gpu: [" + group.type() + "]", workload.withWish(other)));
      }
    }
    workload
        .served()
        .ifPresent(
            model -> {
              changes.addAll(ofCount(model));
              changes.addAll(ofCache(model));
              changes.addAll(ofContext(model));
              changes.addAll(ofWeights(model));
            });
    return changes;
  }

  private List<Change> ofCount(ServedModel model) {
    Compute compute = workload.spec().compute();
    if (compute == null || (compute.count() == null && compute.tensorParallel() == null)) {
      return List.of();
    }
    Wish free = isExact() ? Wish.byLayers(null, model) : Wish.byTensors(null, model);
    Wish wish = workload.wish();
    return List.of(
        new Change(
            "spec.compute.count: auto, without tensorParallel",
            workload.withWish(new Wish(wish.gpuTypes(), free.splits(), wish.packed()))));
  }

  private List<Change> ofCache(ServedModel served) {
    List<Change> changes = new ArrayList<>();
    Model model = workload.model();
    String cache = isExact() ? "q8_0" : "fp8";
    if (Given.or(model.kvCacheDtype(), "auto").equals("auto")) {
      Edit edit = new Edit(model).cache(cache);
      changes.add(change("kvCacheDtype: " + cache, edit, served));
    }
    if (isExact() || workload.wish().packed()) {
      int slots = workload.concurrency(isExact() ? DeviceKind.CPU : DeviceKind.GPU);
      while (slots > 1) {
        slots /= 2;
        changes.add(change("maxConcurrency: " + slots, new Edit(model).sequences(slots), served));
      }
    }
    return changes;
  }

  private List<Change> ofContext(ServedModel served) {
    List<Change> changes = new ArrayList<>();
    int context = Given.or(workload.model().maxModelLen(), served.contextTokens());
    while (context / 2 >= LEAST_CONTEXT) {
      context /= 2;
      Edit edit = new Edit(workload.model()).context(context);
      changes.add(change("maxModelLen: " + context, edit, served));
    }
    return changes;
  }

  private List<Change> ofWeights(ServedModel served) {
    List<Change> changes = new ArrayList<>();
    if (workload.adapter().memory() != MemoryStyle.POOL) {
      return changes;
    }
    Model model = workload.model();
    workload
        .copies()
        .forEach((id, copy) -> changes.add(change("id: " + id, new Edit(model).id(id), copy)));
    if (served.storage().isPlain() && model.quantization() == null) {
      ServedModel half =
          new ServedModel(
              served.anatomy(), Storage.of("fp8", served.anatomy().sparse()), served.origin());
      changes.add(change("quantization: fp8", new Edit(model).quantization("fp8"), half));
    }
    return changes;
  }

  private boolean isExact() {
    return workload.adapter().memory() == MemoryStyle.EXACT;
  }

  private Change change(String words, Edit edit, ServedModel served) {
    return new Change("spec.models[0]." + words, workload.withModel(edit.model(), served));
  }

  private record Change(String words, Workload workload) {}

  /** A model's fields with one of them changed. */
  private record Edit(Model model) {
    Edit id(String id) {
      return with(
          id,
          model.maxModelLen(),
          model.maxConcurrency(),
          model.quantization(),
          model.kvCacheDtype());
    }

    Edit context(int tokens) {
      return with(
          model.id(), tokens, model.maxConcurrency(), model.quantization(), model.kvCacheDtype());
    }

    Edit sequences(int count) {
      return with(
          model.id(), model.maxModelLen(), count, model.quantization(), model.kvCacheDtype());
    }

    Edit quantization(String name) {
      return with(
          model.id(), model.maxModelLen(), model.maxConcurrency(), name, model.kvCacheDtype());
    }

    Edit cache(String type) {
      return with(
          model.id(), model.maxModelLen(), model.maxConcurrency(), model.quantization(), type);
    }

    private Edit with(
        String id,
        @Nullable Integer context,
        @Nullable Integer sequences,
        @Nullable String quantization,
        @Nullable String cache) {
      return new Edit(
          new Model(
              id,
              model.servedName(),
              model.revision(),
              context,
              sequences,
              model.dtype(),
              quantization,
              cache,
              model.adapters(),
              model.tokenSecretRef(),
              model.batch(),
              model.priceOverride(),
              model.facts()));
    }
  }
}
