// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import dev.conduit.api.v1alpha1.block.Adapter;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.operator.core.estimate.EngineKind;
import dev.conduit.operator.core.fit.MemoryStyle;
import dev.conduit.operator.core.observed.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * SGLang's server. Its static fraction covers weights and KV cache only; activations and graphs
 * live beside it. Source: SGLang's server arguments.
 */
final class SglangEngine implements EngineAdapter {
  private static final String VERSION = "0.5.6";

  /** Names that {@code --quantization} takes. Source: SGLang's server arguments. */
  static final Set<String> QUANTIZATIONS =
      Set.of(
          "auto-round",
          "awq",
          "awq_marlin",
          "bitsandbytes",
          "blockwise_int8",
          "compressed-tensors",
          "fp8",
          "gptq",
          "gptq_marlin",
          "marlin",
          "modelopt",
          "modelopt_fp4",
          "modelopt_fp8",
          "moe_wna16",
          "mxfp4",
          "petit_nvfp4",
          "qoq",
          "quark",
          "w4afp8",
          "w8a8_fp8",
          "w8a8_int8");

  private static final EngineMetrics METRICS =
      new EngineMetrics(
          "/metrics",
          Optional.of("sglang:num_running_reqs"),
          Optional.of("sglang:num_queue_reqs"),
          Optional.of("sglang:token_usage"));

  @Override
  public MemoryStyle memory() {
    return MemoryStyle.POOL;
  }

  @Override
  public EngineSize size() {
    return new EngineSize(EngineKind.SGLANG, VERSION);
  }

  @Override
  public Home home() {
    return Home.GPU;
  }

  @Override
  public Map<String, String> reserved() {
    return Reserved.merged(Reserved.COMMON, Reserved.SGLANG);
  }

  @Override
  public List<Objection> objections(InferenceBlockSpec spec) {
    return new Demands(spec)
        .oneModel()
        .schemes(Set.of("hf", "file", "oci", "pvc"))
        .noGgufFile()
        .noAdapterRevisions()
        .quantizations(QUANTIZATIONS)
        .kvCacheTypes(Set.of("auto", "bfloat16", "fp8_e4m3", "fp8_e5m2"))
        .list();
  }

  @Override
  public EngineCommand command(EngineOrder order) {
    CommandLine line = new CommandLine();
    line.word("-m").word("sglang.launch_server");
    line.flag("--model-path", order.id().location()).listen("--host", "--port");
    line.flag("--served-model-name", order.servedName());
    order.modelRevision().ifPresent(revision -> line.flag("--revision", revision));
    line.flagUnlessAuto("--dtype", order.model().dtype());
    line.flagUnlessAuto("--quantization", order.model().quantization());
    line.flagUnlessAuto("--kv-cache-dtype", order.model().kvCacheDtype());
    line.flag("--tp-size", order.split().tensor());
    if (order.split().pipeline() > 1) {
      line.flag("--pp-size", order.split().pipeline());
    }
    order.sized().ifPresent(sized -> sizes(line, order, sized));
    line.flag("--max-running-requests", order.concurrency()).word("--enable-metrics");
    return line.hubToken(order)
        .finish(
            new CommandLine.Program(
                Optional.of("python3"),
                Optional.of("lmsysorg/sglang:v" + VllmEngine.version(order, VERSION)),
                Probes.patient("/health"),
                30000,
                Optional.of(METRICS)),
            order,
            adapters(line, order));
  }

  private static void sizes(CommandLine line, EngineOrder order, EngineOrder.Sized sized) {
    double fixed = sized.weights().plus(sized.kvCache()).plus(sized.margin()).value();
    line.flag("--context-length", sized.contextTokens())
        .flag("--max-total-tokens", sized.kvTokens())
        .flag("--mem-fraction-static", VllmEngine.roundedUp(fixed / order.deviceTotal().value()));
  }

  private static List<String> adapters(CommandLine line, EngineOrder order) {
    List<String> names = new ArrayList<>(List.of(order.servedName()));
    List<Adapter> adapters = Given.list(order.model().adapters());
    if (!adapters.isEmpty()) {
      line.word("--lora-paths");
      adapters.forEach(adapter -> line.word(adapter.name() + "=" + adapter.id()));
      adapters.forEach(adapter -> names.add(adapter.name()));
    }
    return names;
  }
}
