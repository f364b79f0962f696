// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.api.v1alpha1.block.Compute;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.operator.core.estimate.Storage;
import dev.conduit.operator.core.fit.MemoryStyle;
import dev.conduit.operator.core.knowledge.ServedModel;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cheapest single change of a block that would give the next replica a place. Each is
 * tried against the ledger, from those that cost a user nothing to those that cost quality: another
 * GPU type that is there, a smaller KV cache type, fewer sequences, a shorter context, quantised
 * weights, fewer replicas.
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
    for (Change change : suggestion.changes()) {
      if (suggestion.fits(change.workload())) {
        return Optional.of(change.words());
      }
    }
    return placed > 0 && workload.spec().replicas() != null
        ? Optional.of("spec.replicas: " + placed)
        : suggestion.anotherNode();
  }

  /** The fewest GPUs of a type that is there, on one further node. */
  private Optional<String> anotherNode() {
    for (NodeDevices group : hardware.homesFor(workload.adapter().home()).groups()) {
      if (group.kind() == DeviceKind.CPU || workload.wish().preference(group.type()) < 0) {
        continue;
      }
      for (int count : NODE_SIZES) {
        if (!Variants.of(workload, group.deviceClass().withCount(count), hardware.sizes())
            .fitting()
            .isEmpty()) {
          return Optional.of("a further node with %d x %s".formatted(count, group.type()));
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
        changes.add(new Change("spec.compute.gpu: [" + group.type() + "]", with(other)));
      }
    }
    workload.served().ifPresent(shape -> changes.addAll(ofCount(shape)));
    workload.served().ifPresent(shape -> changes.addAll(ofModel(shape)));
    return changes;
  }

  private List<Change> ofCount(ServedModel shape) {
    Compute compute = workload.spec().compute();
    if (compute == null || (compute.count() == null && compute.tensorParallel() == null)) {
      return List.of();
    }
    Wish free =
        workload.adapter().memory() == MemoryStyle.EXACT
            ? Wish.byLayers(null, shape)
            : Wish.byTensors(null, shape);
    Wish wish = workload.wish();
    return List.of(
        new Change(
            "spec.compute.count: auto, without tensorParallel",
            with(new Wish(wish.gpuTypes(), free.splits(), wish.packed()))));
  }

  private List<Change> ofModel(ServedModel shape) {
    List<Change> changes = new ArrayList<>();
    Model model = workload.model();
    String cache = workload.adapter().memory() == MemoryStyle.EXACT ? "q8_0" : "fp8";
    if (Given.or(model.kvCacheDtype(), "auto").equals("auto")) {
      Model smaller =
          copy(model, model.maxModelLen(), model.maxConcurrency(), model.quantization(), cache);
      changes.add(change("kvCacheDtype: " + cache, smaller, shape));
    }
    if (workload.adapter().memory() == MemoryStyle.EXACT) {
      int slots = workload.concurrency(DeviceKind.CPU);
      while (slots > 1) {
        slots /= 2;
        changes.add(
            change(
                "maxConcurrency: " + slots,
                copy(model, model.maxModelLen(), slots, model.quantization(), model.kvCacheDtype()),
                shape));
      }
    }
    int context = Given.or(model.maxModelLen(), shape.contextTokens());
    while (context / 2 >= LEAST_CONTEXT) {
      context /= 2;
      changes.add(
          change(
              "maxModelLen: " + context,
              copy(
                  model,
                  context,
                  model.maxConcurrency(),
                  model.quantization(),
                  model.kvCacheDtype()),
              shape));
    }
    quantised(shape).ifPresent(changes::add);
    return changes;
  }

  private Optional<Change> quantised(ServedModel shape) {
    boolean possible =
        workload.adapter().memory() == MemoryStyle.POOL
            && shape.storage().isPlain()
            && workload.model().quantization() == null;
    if (!possible) {
      return Optional.empty();
    }
    Model model = workload.model();
    Model smaller =
        copy(model, model.maxModelLen(), model.maxConcurrency(), "fp8", model.kvCacheDtype());
    ServedModel half =
        new ServedModel(
            shape.anatomy(), Storage.of("fp8", shape.anatomy().sparse()), shape.origin());
    return Optional.of(change("quantization: fp8", smaller, half));
  }

  private Change change(String words, Model model, ServedModel shape) {
    InferenceBlockSpec spec = workload.spec();
    InferenceBlockSpec changed =
        new InferenceBlockSpec(
            List.of(model),
            spec.engine(),
            spec.compute(),
            spec.replicas(),
            spec.scaling(),
            spec.rollout(),
            spec.cache(),
            spec.slo(),
            spec.podPatch());
    return new Change(
        "spec.models[0]." + words,
        new Workload(changed, workload.adapter(), model, Optional.of(shape), workload.wish()));
  }

  private Workload with(Wish wish) {
    return new Workload(
        workload.spec(), workload.adapter(), workload.model(), workload.served(), wish);
  }

  private static Model copy(
      Model model,
      @Nullable Integer context,
      @Nullable Integer concurrency,
      @Nullable String quantization,
      @Nullable String kvCache) {
    return new Model(
        model.id(),
        model.servedName(),
        model.revision(),
        context,
        concurrency,
        model.dtype(),
        quantization,
        kvCache,
        model.adapters(),
        model.tokenSecretRef(),
        model.batch(),
        model.priceOverride(),
        model.facts());
  }

  private record Change(String words, Workload workload) {}
}
