// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.operator.core.estimate.EngineKind;
import dev.conduit.operator.core.fit.MemoryStyle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Hugging Face's TGI, archived upstream: what is needed to serve a model, no more. */
final class TgiEngine implements EngineAdapter {
  private static final String VERSION = "3.3.7";

  private static final EngineMetrics METRICS =
      new EngineMetrics(
          "/metrics",
          Optional.of("tgi_batch_current_size"),
          Optional.of("tgi_queue_size"),
          Optional.empty());

  /** Names that {@code --quantize} takes. Source: TGI's launcher. */
  private static final Set<String> QUANTIZATIONS =
      Set.of(
          "awq",
          "bitsandbytes",
          "bitsandbytes-fp4",
          "bitsandbytes-nf4",
          "compressed-tensors",
          "eetq",
          "exl2",
          "fp8",
          "gptq",
          "marlin");

  @Override
  public MemoryStyle memory() {
    return MemoryStyle.POOL;
  }

  @Override
  public EngineSize size() {
    return new EngineSize(EngineKind.TGI, VERSION);
  }

  @Override
  public Home home() {
    return Home.GPU;
  }

  @Override
  public Map<String, String> reserved() {
    return Reserved.merged(Reserved.COMMON, Reserved.TGI);
  }

  @Override
  public List<Objection> objections(InferenceBlockSpec spec) {
    return new Demands(spec)
        .oneModel()
        .schemes(Set.of("hf", "file", "oci", "pvc"))
        .noGgufFile()
        .noAdapters()
        .noPipelineParallel()
        .quantizations(QUANTIZATIONS)
        .kvCacheTypes(Set.of("auto", "fp8_e4m3", "fp8_e5m2"))
        .list();
  }

  @Override
  public EngineCommand command(EngineOrder order) {
    CommandLine line = new CommandLine();
    line.flag("--model-id", order.id().location()).listen("--hostname", "--port");
    order.modelRevision().ifPresent(revision -> line.flag("--revision", revision));
    line.flagUnlessAuto("--dtype", order.model().dtype());
    line.flagUnlessAuto("--quantize", order.model().quantization());
    line.flagUnlessAuto("--kv-cache-dtype", order.model().kvCacheDtype());
    line.flag("--num-shard", order.split().tensor());
    order
        .sized()
        .ifPresent(
            sized ->
                line.flag("--max-total-tokens", sized.contextTokens())
                    .flag("--cuda-memory-fraction", VllmEngine.roundedUp(sized.share())));
    line.flag("--max-concurrent-requests", order.concurrency());
    return line.hubToken(order)
        .finish(
            new CommandLine.Program(
                Optional.of("text-generation-launcher"),
                Optional.of(
                    "ghcr.io/huggingface/text-generation-inference:"
                        + VllmEngine.version(order, VERSION)),
                Probes.patient("/health"),
                80,
                Optional.of(METRICS)),
            order,
            List.of(order.servedName()));
  }
}
