// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.operator.core.estimate.EngineKind;
import dev.conduit.operator.core.fit.MemoryStyle;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Our own engine: llama.cpp in the JVM, on processors. Speaks vLLM's flags and metric names. */
final class EmbeddedEngine implements EngineAdapter {
  /** The model that the engine has in its package; it calls it {@code default}. */
  static final String DEFAULT_MODEL = "HuggingFaceTB/SmolLM2-135M-Instruct";

  @Override
  public MemoryStyle memory() {
    return MemoryStyle.EXACT;
  }

  @Override
  public EngineSize size() {
    return new EngineSize(EngineKind.LLAMACPP, "");
  }

  @Override
  public Home home() {
    return Home.CPU;
  }

  @Override
  public Map<String, String> reserved() {
    return Reserved.merged(Reserved.COMMON, Reserved.VLLM);
  }

  @Override
  public List<Objection> objections(InferenceBlockSpec spec) {
    Demands demands = new Demands(spec);
    demands
        .oneModel()
        .schemes(Set.of("hf", "file", "oci", "pvc"))
        .noAdapters()
        .noQuantization()
        .noDtype()
        .kvCacheTypes(Set.of("auto", "float16"));
    if (spec.models().stream().noneMatch(model -> isDefault(ModelId.parse(model.id())))) {
      demands.ggufFile();
    }
    if (spec.compute() != null && !Given.list(spec.compute().gpu()).isEmpty()) {
      demands.object(
          "spec.compute.gpu",
          "engine embedded runs on processors; remove gpu, or use kind llamacpp for a GPU");
    }
    return new ArrayList<>(demands.list());
  }

  @Override
  public EngineCommand command(EngineOrder order) {
    CommandLine line = new CommandLine();
    line.listen("--host", "--port")
        .flag("--model", location(order))
        .flag("--served-model-name", order.servedName());
    order.sized().ifPresent(sized -> line.flag("--max-model-len", sized.contextTokens()));
    line.flag("--max-num-seqs", order.concurrency());
    return line.hubToken(order)
        .finish(
            new CommandLine.Program(
                Optional.of("embedded"),
                Optional.of("conduit/engine-embedded"),
                Probes.quick("/health"),
                8000,
                Optional.of(VllmEngine.METRICS)),
            order,
            List.of(order.servedName()));
  }

  static boolean isDefault(ModelId id) {
    return id.scheme().equals("hf")
        && !id.isGgufFile()
        && id.repository().equalsIgnoreCase(DEFAULT_MODEL);
  }

  private static String location(EngineOrder order) {
    ModelId id = order.id();
    if (isDefault(id)) {
      return "default";
    }
    if (!id.scheme().equals("hf")) {
      return id.location();
    }
    return "hf://" + id.path() + order.modelRevision().map(revision -> "@" + revision).orElse("");
  }
}
