// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import dev.conduit.api.v1alpha1.block.Adapter;
import dev.conduit.api.v1alpha1.block.InferenceBlockSpec;
import dev.conduit.operator.core.estimate.EngineKind;
import dev.conduit.operator.core.fit.MemoryStyle;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** vLLM's OpenAI server. Flags, probes and metric names: those of version 0.32.0. */
final class VllmEngine implements EngineAdapter {
  static final String VERSION = "0.32.0";

  /**
   * Names that {@code --quantization} takes in one version or another. Source: vLLM's {@code
   * QuantizationMethods} of 0.8 to 0.32.
   */
  static final Set<String> QUANTIZATIONS =
      Set.of(
          "aqlm",
          "auto-round",
          "auto_awq",
          "auto_gptq",
          "awq",
          "awq_marlin",
          "bitblas",
          "bitsandbytes",
          "compressed-tensors",
          "deepseek_v4_fp8",
          "deepspeedfp",
          "experts_int8",
          "fbgemm_fp8",
          "fp8",
          "fp8_per_block",
          "fp8_per_channel",
          "fp8_per_tensor",
          "fp_quant",
          "gguf",
          "gpt_oss_mxfp4",
          "gptq",
          "gptq_bitblas",
          "gptq_marlin",
          "gptq_marlin_24",
          "hqq",
          "inc",
          "int8_per_channel_weight_only",
          "ipex",
          "marlin",
          "modelopt",
          "modelopt_fp4",
          "modelopt_mixed",
          "modelopt_mxfp8",
          "moe_wna16",
          "mxfp4",
          "mxfp8",
          "neuron_quant",
          "nvfp4",
          "nvfp4_per_token",
          "petit_nvfp4",
          "ptpc_fp8",
          "qqq",
          "quark",
          "rtn",
          "torchao",
          "tpu_int8");

  static final EngineMetrics METRICS =
      new EngineMetrics(
          "/metrics",
          Optional.of("vllm:num_requests_running"),
          Optional.of("vllm:num_requests_waiting"),
          Optional.of("vllm:kv_cache_usage_perc"));

  @Override
  public MemoryStyle memory() {
    return MemoryStyle.POOL;
  }

  @Override
  public EngineSize size() {
    return new EngineSize(EngineKind.VLLM, VERSION);
  }

  @Override
  public Home home() {
    return Home.GPU;
  }

  @Override
  public Map<String, String> reserved() {
    Map<String, String> flags = new TreeMap<>(Reserved.COMMON);
    flags.putAll(Reserved.VLLM);
    return flags;
  }

  @Override
  public List<Objection> objections(InferenceBlockSpec spec) {
    return new Demands(spec)
        .oneModel()
        .schemes(Set.of("hf", "file", "oci", "pvc"))
        .noGgufFile()
        .noAdapterRevisions()
        .quantizations(QUANTIZATIONS)
        .kvCacheTypes(Set.of("auto", "float16", "bfloat16", "fp8", "fp8_e4m3", "fp8_e5m2"))
        .list();
  }

  @Override
  public EngineCommand command(EngineOrder order) {
    CommandLine line = new CommandLine();
    line.word("serve").word(order.id().location()).listen("--host", "--port");
    line.flag("--served-model-name", order.servedName());
    order.modelRevision().ifPresent(revision -> line.flag("--revision", revision));
    line.flagUnlessAuto("--dtype", order.model().dtype());
    line.flagUnlessAuto("--quantization", order.model().quantization());
    line.flagUnlessAuto("--kv-cache-dtype", order.model().kvCacheDtype());
    line.flag("--tensor-parallel-size", order.split().tensor());
    if (order.split().pipeline() > 1) {
      line.flag("--pipeline-parallel-size", order.split().pipeline());
    }
    sizes(line, order);
    List<String> names = adapters(line, order);
    return line.hubToken(order)
        .finish(
            new CommandLine.Program(
                Optional.of("vllm"),
                Optional.of("vllm/vllm-openai:v" + version(order, VERSION)),
                Probes.patient("/health"),
                8000,
                Optional.of(METRICS)),
            order,
            names);
  }

  /**
   * Both limits: the bytes of the KV cache decide its size, the utilisation what must be free when
   * the engine starts.
   */
  static void sizes(CommandLine line, EngineOrder order) {
    order
        .sized()
        .ifPresent(
            sized ->
                line.flag("--max-model-len", sized.contextTokens())
                    .flag("--gpu-memory-utilization", roundedUp(sized.share()))
                    .flag("--kv-cache-memory-bytes", sized.kvCache().value()));
    line.flag("--max-num-seqs", order.concurrency());
  }

  static List<String> adapters(CommandLine line, EngineOrder order) {
    List<String> names = new ArrayList<>(List.of(order.servedName()));
    List<Adapter> adapters = Given.list(order.model().adapters());
    if (!adapters.isEmpty()) {
      line.word("--enable-lora").flag("--max-loras", adapters.size()).word("--lora-modules");
      adapters.forEach(
          adapter -> line.word(adapter.name() + "=" + ModelId.parse(adapter.id()).location()));
      adapters.forEach(adapter -> names.add(adapter.name()));
    }
    return names;
  }

  static String version(EngineOrder order, String tested) {
    String version = order.engine().version();
    return version == null ? tested : version;
  }

  /** Three digits, never less than what was planned. */
  static String roundedUp(double share) {
    return String.format(Locale.ROOT, "%.3f", Math.min(1, Math.ceil(share * 1000 - 1e-6) / 1000));
  }
}
