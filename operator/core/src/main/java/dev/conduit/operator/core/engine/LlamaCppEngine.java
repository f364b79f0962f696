// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.operator.core.estimate.EngineKind;
import dev.conduit.operator.core.fit.MemoryStyle;
import dev.conduit.operator.core.model.ModelId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** llama.cpp's {@code llama-server}. Its context is shared by its slots, so both are multiplied. */
final class LlamaCppEngine implements EngineAdapter {
  private static final EngineMetrics METRICS =
      new EngineMetrics(
          "/metrics",
          Optional.of("llamacpp:requests_processing"),
          Optional.of("llamacpp:requests_deferred"),
          Optional.empty());

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
    return Home.GPU_OR_CPU;
  }

  @Override
  public Map<String, String> reserved() {
    return Reserved.merged(Reserved.COMMON, Reserved.LLAMACPP);
  }

  @Override
  public List<Objection> objections(InferenceBlockSpec spec) {
    return new Demands(spec)
        .oneModel()
        .schemes(Set.of("hf", "file", "oci", "pvc"))
        .ggufFile()
        .noRevision()
        .noAdapters()
        .noQuantization()
        .noDtype()
        .kvCacheTypes(Set.of("auto", "float16", "bfloat16", "q8_0", "q4_0"))
        .list();
  }

  @Override
  public EngineCommand command(EngineOrder order) {
    CommandLine line = new CommandLine();
    ModelId id = order.id();
    if (id.scheme().equals("hf")) {
      line.flag("--hf-repo", id.repository())
          .flag("--hf-file", id.path().substring(id.repository().length() + 1));
    } else {
      line.flag("--model", id.location());
    }
    line.flag("--alias", order.servedName()).listen("--host", "--port");
    order
        .sized()
        .ifPresent(
            sized -> line.flag("--ctx-size", (long) sized.contextTokens() * order.concurrency()));
    line.flag("--parallel", order.concurrency());
    line.flag("--n-gpu-layers", order.gpu() ? 999 : 0);
    cacheType(line, order);
    line.word("--metrics").word("--jinja");
    return line.hubToken(order)
        .finish(
            new CommandLine.Program(
                Optional.of("llama-server"),
                Optional.of("ghcr.io/ggml-org/llama.cpp:server" + (order.gpu() ? "-cuda" : "")),
                Probes.patient("/health"),
                8080,
                Optional.of(METRICS)),
            order,
            List.of(order.servedName()));
  }

  private static void cacheType(CommandLine line, EngineOrder order) {
    String type = order.model().kvCacheDtype();
    if (type == null || type.equals("auto")) {
      return;
    }
    String name =
        switch (type) {
          case "float16" -> "f16";
          case "bfloat16" -> "bf16";
          default -> type;
        };
    line.flag("--cache-type-k", name).flag("--cache-type-v", name);
    if (name.startsWith("q")) {
      // A quantised V cache works only with flash attention.
      line.flag("--flash-attn", "on");
    }
  }
}
