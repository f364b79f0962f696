// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.metrics;

/**
 * The metric families, in the order in which vLLM 0.32.0 prints them. Names, help texts and buckets
 * are wire contract: autoscalers and gateways read them.
 */
public enum Metric {
  ESTIMATED_FLOPS_PER_GPU_TOTAL(
      "vllm:estimated_flops_per_gpu_total",
      Type.COUNTER,
      "Estimated number of floating point operations per GPU (for Model Flops "
          + "Utilization calculations)."),
  ESTIMATED_READ_BYTES_PER_GPU_TOTAL(
      "vllm:estimated_read_bytes_per_gpu_total",
      Type.COUNTER,
      "Estimated number of bytes read from memory per GPU (for Model Flops Utilization "
          + "calculations)."),
  ESTIMATED_WRITE_BYTES_PER_GPU_TOTAL(
      "vllm:estimated_write_bytes_per_gpu_total",
      Type.COUNTER,
      "Estimated number of bytes written to memory per GPU (for Model Flops "
          + "Utilization calculations)."),
  NUM_REQUESTS_RUNNING(
      "vllm:num_requests_running", Type.GAUGE, "Number of requests in model execution batches."),
  NUM_REQUESTS_WAITING(
      "vllm:num_requests_waiting", Type.GAUGE, "Number of requests waiting to be processed."),
  NUM_REQUESTS_WAITING_BY_REASON(
      "vllm:num_requests_waiting_by_reason",
      Type.GAUGE,
      "Number of waiting requests by reason. Reason labels: 'capacity' = waiting for "
          + "scheduling capacity; 'deferred' = deferred by transient constraints (LoRA "
          + "budget, KV transfer, blocked status). Sum of all reasons equals "
          + "vllm:num_requests_waiting."),
  ENGINE_SLEEP_STATE(
      "vllm:engine_sleep_state",
      Type.GAUGE,
      "Engine sleep state; awake = 0 means engine is sleeping; awake = 1 means engine "
          + "is awake; weights_offloaded = 1 means sleep level 1; discard_all = 1 means "
          + "sleep level 2."),
  KV_CACHE_USAGE_PERC(
      "vllm:kv_cache_usage_perc", Type.GAUGE, "KV-cache usage. 1 means 100 percent usage."),
  PREFIX_CACHE_QUERIES_TOTAL(
      "vllm:prefix_cache_queries_total",
      Type.COUNTER,
      "Prefix cache queries, in terms of number of queried tokens."),
  PREFIX_CACHE_HITS_TOTAL(
      "vllm:prefix_cache_hits_total",
      Type.COUNTER,
      "Prefix cache hits, in terms of number of cached tokens."),
  EXTERNAL_PREFIX_CACHE_QUERIES_TOTAL(
      "vllm:external_prefix_cache_queries_total",
      Type.COUNTER,
      "External prefix cache queries from KV connector cross-instance cache sharing, "
          + "in terms of number of queried tokens."),
  EXTERNAL_PREFIX_CACHE_HITS_TOTAL(
      "vllm:external_prefix_cache_hits_total",
      Type.COUNTER,
      "External prefix cache hits from KV connector cross-instance cache sharing, in "
          + "terms of number of cached tokens."),
  MM_CACHE_QUERIES_TOTAL(
      "vllm:mm_cache_queries_total",
      Type.COUNTER,
      "Multi-modal cache queries, in terms of number of queried items."),
  MM_CACHE_HITS_TOTAL(
      "vllm:mm_cache_hits_total",
      Type.COUNTER,
      "Multi-modal cache hits, in terms of number of cached items."),
  NUM_PREEMPTIONS_TOTAL(
      "vllm:num_preemptions_total",
      Type.COUNTER,
      "Cumulative number of preemption from the engine."),
  PROMPT_TOKENS_TOTAL(
      "vllm:prompt_tokens_total", Type.COUNTER, "Number of prefill tokens processed."),
  PROMPT_TOKENS_BY_SOURCE_TOTAL(
      "vllm:prompt_tokens_by_source_total", Type.COUNTER, "Number of prompt tokens by source."),
  PROMPT_TOKENS_CACHED_TOTAL(
      "vllm:prompt_tokens_cached_total",
      Type.COUNTER,
      "Number of cached prompt tokens (local + external)."),
  PROMPT_TOKENS_CACHED_BY_SOURCE_TOTAL(
      "vllm:prompt_tokens_cached_by_source_total",
      Type.COUNTER,
      "Prefix-cache hit tokens by the cache tier that supplied them: device (local "
          + "HBM), host (offloaded to DRAM), disk, p2p (transferred from another vLLM "
          + "instance) or external_unspecified. Counted at admission; sums to "
          + "vllm:prefix_cache_hits + vllm:external_prefix_cache_hits."),
  GENERATION_TOKENS_TOTAL(
      "vllm:generation_tokens_total", Type.COUNTER, "Number of generation tokens processed."),
  REQUEST_SUCCESS_TOTAL(
      "vllm:request_success_total", Type.COUNTER, "Count of successfully processed requests."),
  ADMISSION_REJECTIONS_TOTAL(
      "vllm:admission_rejections_total",
      Type.COUNTER,
      "Number of admission attempts rejected by a queue limit, by reason."),
  REQUEST_PROMPT_TOKENS("vllm:request_prompt_tokens", "Number of prefill tokens processed."),
  REQUEST_GENERATION_TOKENS(
      "vllm:request_generation_tokens", "Number of generation tokens processed."),
  ITERATION_TOKENS_TOTAL(
      "vllm:iteration_tokens_total", "Histogram of number of tokens per engine_step."),
  REQUEST_MAX_NUM_GENERATION_TOKENS(
      "vllm:request_max_num_generation_tokens",
      "Histogram of maximum number of requested generation tokens."),
  REQUEST_PARAMS_N("vllm:request_params_n", "Histogram of the n request parameter."),
  REQUEST_PARAMS_MAX_TOKENS(
      "vllm:request_params_max_tokens", "Histogram of the max_tokens request parameter."),
  TIME_TO_FIRST_TOKEN_SECONDS(
      "vllm:time_to_first_token_seconds", "Histogram of time to first token in seconds."),
  INTER_TOKEN_LATENCY_SECONDS(
      "vllm:inter_token_latency_seconds", "Histogram of inter-token latency in seconds."),
  REQUEST_TIME_PER_OUTPUT_TOKEN_SECONDS(
      "vllm:request_time_per_output_token_seconds",
      "Histogram of time_per_output_token_seconds per request."),
  E2E_REQUEST_LATENCY_SECONDS(
      "vllm:e2e_request_latency_seconds", "Histogram of e2e request latency in seconds."),
  REQUEST_QUEUE_TIME_SECONDS(
      "vllm:request_queue_time_seconds", "Histogram of time spent in WAITING phase for request."),
  REQUEST_INFERENCE_TIME_SECONDS(
      "vllm:request_inference_time_seconds",
      "Histogram of time spent in RUNNING phase for request."),
  REQUEST_PREFILL_TIME_SECONDS(
      "vllm:request_prefill_time_seconds", "Histogram of time spent in PREFILL phase for request."),
  REQUEST_DECODE_TIME_SECONDS(
      "vllm:request_decode_time_seconds", "Histogram of time spent in DECODE phase for request."),
  REQUEST_NUM_PREEMPTIONS(
      "vllm:request_num_preemptions", "Histogram of the number of times a request was preempted."),
  REQUEST_PREFILL_KV_COMPUTED_TOKENS(
      "vllm:request_prefill_kv_computed_tokens",
      "Histogram of new KV tokens computed during prefill (excluding cached tokens)."),
  CACHE_CONFIG_INFO(
      "vllm:cache_config_info", Type.GAUGE, "Information of the LLMEngine CacheConfig"),
  TOOL_CALL_PARSER_INVOCATIONS_TOTAL(
      "vllm:tool_call_parser_invocations_total",
      Type.COUNTER,
      "Total number of ToolParser invocations. Non-streaming increments once per "
          + "choice; streaming increments once per delta."),
  LORA_REQUESTS_INFO("vllm:lora_requests_info", Type.GAUGE, "Running stats on lora requests.");

  /** Prometheus' type of a family. */
  public enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM
  }

  private final String wire;
  private final Type type;
  private final String help;

  Metric(String wire, Type type, String help) {
    this.wire = wire;
    this.type = type;
    this.help = help;
  }

  Metric(String wire, String help) {
    this(wire, Type.HISTOGRAM, help);
  }

  /** The family's name on the wire. */
  public String wire() {
    return wire;
  }

  /** The family's type. */
  public Type type() {
    return type;
  }

  String help() {
    return help;
  }
}
