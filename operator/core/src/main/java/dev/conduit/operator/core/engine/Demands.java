// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import dev.conduit.api.v1alpha1.block.Adapter;
import dev.conduit.api.v1alpha1.block.Compute;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks that several engines share. Collects objections; confined to one call. */
final class Demands {
  private final InferenceBlockSpec spec;
  private final List<Objection> objections = new ArrayList<>();

  Demands(InferenceBlockSpec spec) {
    this.spec = spec;
  }

  Demands oneModel() {
    if (spec.models().size() > 1) {
      object(
          "spec.models",
          "engine "
              + kind()
              + " serves one model per block; make a block of each of the "
              + spec.models().size());
    }
    return this;
  }

  /**
   * Models come from these places; the others are for later versions or other engines. Adapters are
   * of the hub or of a path: an engine's pod has one volume.
   */
  Demands schemes(Set<String> allowed) {
    forEachModel(
        (at, model) -> {
          ModelId id = ModelId.parse(model.id());
          if (!allowed.contains(id.scheme())) {
            object(
                at + ".id",
                "engine %s of this version cannot load %s://; use a Hugging Face id, %s"
                    .formatted(kind(), id.scheme(), "pvc://claim/path or oci://image"));
          }
          id.flaw().ifPresent(flaw -> object(at + ".id", "engine " + kind() + ": " + flaw));
          if (id.isVolume() && model.revision() != null) {
            object(
                at + ".revision",
                "%s:// has no revisions for engine %s to choose from; remove \"%s\"%s"
                    .formatted(
                        id.scheme(),
                        kind(),
                        model.revision(),
                        id.scheme().equals("oci") ? ", and name a tag or digest in the id" : ""));
          }
          List<Adapter> adapters = Given.list(model.adapters());
          for (int i = 0; i < adapters.size(); i++) {
            String scheme = ModelId.parse(adapters.get(i).id()).scheme();
            if (!Set.of("hf", "file").contains(scheme)) {
              object(
                  "%s.adapters[%d].id".formatted(at, i),
                  "engine %s of this version cannot load an adapter of %s://; use a Hugging Face id"
                      .formatted(kind(), scheme));
            }
          }
        });
    return this;
  }

  /** The model is one GGUF file. */
  Demands ggufFile() {
    forEachModel(
        (at, model) -> {
          ModelId id = ModelId.parse(model.id());
          if (!id.isGgufFile()) {
            object(
                at + ".id",
                "\"%s\" does not name a GGUF file, which engine %s needs; write hf://org/repo/file.gguf"
                    .formatted(model.id(), kind()));
          }
        });
    return this;
  }

  Demands noGgufFile() {
    forEachModel(
        (at, model) -> {
          if (ModelId.parse(model.id()).isGgufFile()) {
            object(
                at + ".id",
                "engine %s loads safetensors, \"%s\" is a GGUF file; use kind llamacpp or embedded"
                    .formatted(kind(), model.id()));
          }
        });
    return this;
  }

  Demands noAdapters() {
    forEachModel(
        (at, model) -> {
          if (!Given.list(model.adapters()).isEmpty()) {
            object(
                at + ".adapters",
                "engine " + kind() + " cannot serve adapters; use kind vllm or sglang");
          }
        });
    return this;
  }

  /** The engine loads an adapter by place only, so a revision of one would be ignored. */
  Demands noAdapterRevisions() {
    forEachModel(
        (at, model) -> {
          List<Adapter> adapters = Given.list(model.adapters());
          for (int i = 0; i < adapters.size(); i++) {
            if (adapters.get(i).revision() != null) {
              object(
                  "%s.adapters[%d].revision".formatted(at, i),
                  "engine %s loads an adapter's main branch only; remove revision %s"
                      .formatted(kind(), adapters.get(i).revision()));
            }
          }
        });
    return this;
  }

  /** The engine downloads from the main branch only, so a revision would be ignored. */
  Demands noRevision() {
    forEachModel(
        (at, model) -> {
          ModelId id = ModelId.parse(model.id());
          Optional<String> revision =
              id.isVolume()
                  ? Optional.empty() // said with the scheme
                  : Optional.ofNullable(model.revision()).or(id::revision);
          revision.ifPresent(
              wish ->
                  object(
                      at + ".revision",
                      "engine %s downloads the main branch only; remove revision %s, or download the file and use file:///path"
                          .formatted(kind(), wish)));
        });
    return this;
  }

  Demands noPipelineParallel() {
    Compute compute = spec.compute();
    Integer stages = compute == null ? null : compute.pipelineParallel();
    if (stages != null && stages > 1) {
      object(
          "spec.compute.pipelineParallel",
          "engine %s splits layers over GPUs, not stages; set tensorParallel instead of pipelineParallel %d"
              .formatted(kind(), stages));
    }
    return this;
  }

  Demands kvCacheTypes(Set<String> allowed) {
    forEachModel(
        (at, model) -> {
          String type = model.kvCacheDtype();
          if (type != null && !allowed.contains(type)) {
            object(
                at + ".kvCacheDtype",
                "engine %s has no KV cache of type %s; use one of %s"
                    .formatted(kind(), type, allowed.stream().sorted().toList()));
          }
        });
    return this;
  }

  /** A name that no version of the engine has is a slip, and would end its start. */
  Demands quantizations(Set<String> known) {
    forEachModel(
        (at, model) -> {
          String name = model.quantization();
          if (name != null && !known.contains(name)) {
            object(
                at + ".quantization",
                "engine %s has no quantization \"%s\"; use one of %s, or leave it out to load the weights as the checkpoint has them"
                    .formatted(kind(), name, String.join(", ", known.stream().sorted().toList())));
          }
        });
    return this;
  }

  /** Weights are quantised in the file, not by a flag. */
  Demands noQuantization() {
    forEachModel(
        (at, model) -> {
          if (model.quantization() != null) {
            object(
                at + ".quantization",
                "engine %s loads weights as the file has them; choose another file instead of %s"
                    .formatted(kind(), model.quantization()));
          }
        });
    return this;
  }

  Demands noDtype() {
    forEachModel(
        (at, model) -> {
          if (model.dtype() != null && !model.dtype().equals("auto")) {
            object(
                at + ".dtype", "engine " + kind() + " takes the type from the file; remove dtype");
          }
        });
    return this;
  }

  List<Objection> list() {
    return List.copyOf(objections);
  }

  void object(String field, String message) {
    objections.add(Objection.unsupported(field, message));
  }

  private String kind() {
    return spec.engine().kind().wireName();
  }

  private void forEachModel(ModelCheck check) {
    for (int i = 0; i < spec.models().size(); i++) {
      check.check("spec.models[" + i + "]", spec.models().get(i));
    }
  }

  @FunctionalInterface
  private interface ModelCheck {
    void check(String at, Model model);
  }
}
