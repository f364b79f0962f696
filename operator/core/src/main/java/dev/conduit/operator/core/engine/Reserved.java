// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import java.util.HashMap;
import java.util.Map;

/** Arguments that a user may not give beside the plan, with what to do instead. */
final class Reserved {
  private static final String LISTEN = "Conduit chooses where an engine listens; remove it";
  private static final String SECRET =
      "arguments are readable by everyone who may read the block; use a Secret";
  private static final String LENGTH = "set spec.models[].maxModelLen";
  private static final String SEQUENCES = "set spec.models[].maxConcurrency";
  private static final String PARALLEL = "set spec.compute.tensorParallel or count";
  private static final String REPLICAS = "each replica is one engine; set spec.replicas";
  private static final String MEMORY =
      "the memory plan sets it; set spec.compute.sharing, maxModelLen or maxConcurrency";
  private static final String NAME = "set spec.models[].servedName";
  private static final String MODEL = "set spec.models[].id";
  private static final String REVISION = "set spec.models[].revision";
  private static final String QUANTIZATION = "set spec.models[].quantization";
  private static final String KV_TYPE = "set spec.models[].kvCacheDtype";
  private static final String DTYPE = "set spec.models[].dtype";
  private static final String ADAPTERS = "set spec.models[].adapters";

  static final Map<String, String> COMMON =
      table(
          "--host", LISTEN,
          "--port", LISTEN,
          "--api-key", SECRET,
          "--hf-token", "set spec.models[].tokenSecretRef",
          "--model", MODEL,
          "--served-model-name", NAME,
          "--dtype", DTYPE);

  static final Map<String, String> VLLM =
      table(
          "--max-model-len", LENGTH,
          "--max-num-seqs", SEQUENCES,
          "--gpu-memory-utilization", MEMORY,
          "--device-memory-utilization", MEMORY,
          "--kv-cache-memory-bytes", MEMORY,
          "--num-gpu-blocks-override", MEMORY,
          "--kv-cache-dtype", KV_TYPE,
          "--quantization", QUANTIZATION,
          "-q", QUANTIZATION,
          "--revision", REVISION,
          "--tensor-parallel-size", PARALLEL,
          "-tp", PARALLEL,
          "--pipeline-parallel-size", "set spec.compute.pipelineParallel",
          "-pp", "set spec.compute.pipelineParallel",
          "--data-parallel-size", REPLICAS,
          "-dp", REPLICAS,
          "--enable-lora", ADAPTERS,
          "--lora-modules", ADAPTERS,
          "--max-loras", ADAPTERS,
          "--no-enable-lora", ADAPTERS,
          "--uds", LISTEN);

  static final Map<String, String> SGLANG =
      table(
          "--model-path", MODEL,
          "--context-length", LENGTH,
          "--max-running-requests", SEQUENCES,
          "--mem-fraction-static", MEMORY,
          "--max-total-tokens", MEMORY,
          "--kv-cache-dtype", KV_TYPE,
          "--quantization", QUANTIZATION,
          "--revision", REVISION,
          "--admin-api-key", SECRET,
          "--tp-size", PARALLEL,
          "--tp", PARALLEL,
          "--tensor-parallel-size", PARALLEL,
          "--pp-size", "set spec.compute.pipelineParallel",
          "--pipeline-parallel-size", "set spec.compute.pipelineParallel",
          "--dp-size", REPLICAS,
          "--dp", REPLICAS,
          "--data-parallel-size", REPLICAS,
          "--lora-paths", ADAPTERS,
          "--enable-metrics", "Conduit sets it; remove it");

  static final Map<String, String> LLAMACPP =
      table(
          "-m", MODEL,
          "--hf-repo", MODEL,
          "-hf", MODEL,
          "-hfr", MODEL,
          "--hf-file", MODEL,
          "-hff", MODEL,
          "--alias", NAME,
          "-a", NAME,
          "--metrics", "Conduit sets it; remove it",
          "--ctx-size", LENGTH,
          "-c", LENGTH,
          "--parallel", SEQUENCES,
          "-np", SEQUENCES,
          "--cache-type-k", KV_TYPE,
          "-ctk", KV_TYPE,
          "--cache-type-v", KV_TYPE,
          "-ctv", KV_TYPE,
          "--n-gpu-layers", "set spec.compute",
          "-ngl", "set spec.compute",
          "--gpu-layers", "set spec.compute");

  static final Map<String, String> TGI =
      table(
          "--hostname", LISTEN,
          "-p", LISTEN,
          "--model-id", MODEL,
          "--revision", REVISION,
          "--max-total-tokens", LENGTH,
          "--max-concurrent-requests", SEQUENCES,
          "--max-input-tokens", LENGTH,
          "--max-batch-total-tokens", MEMORY,
          "--num-shard", PARALLEL,
          "--sharded", PARALLEL,
          "--cuda-memory-fraction", MEMORY,
          "--quantize", QUANTIZATION,
          "--kv-cache-dtype", KV_TYPE);

  private Reserved() {}

  /** From flag, advice, flag, advice and so on. */
  private static Map<String, String> table(String... pairs) {
    Map<String, String> table = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      table.put(pairs[i], pairs[i + 1]);
    }
    return Map.copyOf(table);
  }

  static Map<String, String> merged(Map<String, String> first, Map<String, String> second) {
    Map<String, String> all = new HashMap<>(first);
    all.putAll(second);
    return Map.copyOf(all);
  }
}
