// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.serve;

import dev.conduit.engine.simulator.gpu.MemoryRequest;
import java.util.Map;
import java.util.TreeMap;

/** The labels of {@code vllm:cache_config_info}, as vLLM 0.32.0 has them on a GPU. */
final class CacheLabels {
  private static final Map<String, String> CONSTANT =
      Map.ofEntries(
          Map.entry("_block_size_resolved", "True"),
          Map.entry("cache_dtype", "auto"),
          Map.entry("cache_hit_alignment_tokens", "None"),
          Map.entry("enable_mamba_shared_prefix_checkpoint", "False"),
          Map.entry("hash_block_size", "None"),
          Map.entry("is_attention_free", "False"),
          Map.entry("kv_cache_dtype_skip_layers", "[]"),
          Map.entry("kv_cache_layout", "None"),
          Map.entry("kv_offloading_backend", "native"),
          Map.entry("kv_offloading_size", "None"),
          Map.entry("kv_sharing_fast_prefill", "False"),
          Map.entry("mamba_block_size", "None"),
          Map.entry("mamba_cache_dtype", "auto"),
          Map.entry("mamba_cache_mode", "none"),
          Map.entry("mamba_page_size_padded", "None"),
          Map.entry("mamba_ssm_cache_dtype", "float32"),
          Map.entry("num_cpu_blocks", "None"),
          Map.entry("num_gpu_blocks_override", "None"),
          Map.entry("prefix_cache_retention_interval", "0"),
          Map.entry("prefix_caching_hash_algo", "sha256"),
          Map.entry("prefix_match_unit", "None"),
          Map.entry("replayssm_buffer_len", "16"),
          Map.entry("skip_page_size_padded", "None"),
          Map.entry("sliding_window", "None"),
          Map.entry("swa_bounded_replay", "True"),
          Map.entry("use_kda_recoverssm", "False"),
          Map.entry("use_replayssm", "False"),
          Map.entry("user_specified_block_size", "False"));

  private CacheLabels() {}

  static Map<String, String> of(MemoryRequest memory, int blocks, boolean prefixCaching) {
    Map<String, String> labels = new TreeMap<>(CONSTANT);
    long tokens = (long) blocks * memory.blockSize();
    labels.put("block_size", String.valueOf(memory.blockSize()));
    labels.put("effective_attention_block_size", String.valueOf(memory.blockSize()));
    labels.put("enable_prefix_caching", prefixCaching ? "True" : "False");
    labels.put("gpu_memory_utilization", String.valueOf(memory.gpuMemoryUtilization()));
    labels.put("kv_cache_max_concurrency", String.valueOf((double) tokens / memory.maxModelLen()));
    labels.put(
        "kv_cache_memory_bytes",
        memory.kvCacheMemoryBytes().isPresent()
            ? String.valueOf(memory.kvCacheMemoryBytes().getAsLong())
            : "None");
    labels.put("kv_cache_size_tokens", String.valueOf(tokens));
    labels.put("num_gpu_blocks", String.valueOf(blocks));
    return labels;
  }
}
