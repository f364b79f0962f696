// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.metrics.Metric;
import dev.conduit.engine.surface.metrics.MetricStore;
import java.util.function.LongSupplier;

/**
 * One sequence's moments, and what they add to the metrics. Confined to the event loop; times in
 * nanoseconds of a monotonic clock.
 */
final class SequenceTimes {

  private static final double NANOS = 1e9;

  private final MetricStore store;
  private final LongSupplier clock;
  private final int promptTokens;
  private final int maxTokens;
  private final long arrived;
  private long scheduled = -1;
  private long first = -1;
  private long last = -1;
  private int cached;

  SequenceTimes(MetricStore store, LongSupplier clock, int promptTokens, int maxTokens) {
    this.store = store;
    this.clock = clock;
    this.promptTokens = promptTokens;
    this.maxTokens = maxTokens;
    this.arrived = clock.getAsLong();
  }

  void scheduled(int cachedTokens) {
    scheduled = clock.getAsLong();
    cached = cachedTokens;
  }

  void token(int count) {
    long now = clock.getAsLong();
    if (first < 0) {
      first = now;
      prefilled();
      store.observe(Metric.TIME_TO_FIRST_TOKEN_SECONDS, seconds(arrived, now));
    } else {
      store.observe(Metric.INTER_TOKEN_LATENCY_SECONDS, seconds(last, now));
    }
    last = now;
    store.add(Metric.GENERATION_TOKENS_TOTAL, count);
  }

  /** The end; {@code reason} is one of vLLM's, a tool call counts as a stop. */
  void finished(String reason, int generated) {
    String finished = reason.equals("tool_calls") ? "stop" : reason;
    store.add(Metric.REQUEST_SUCCESS_TOTAL, finished, 1);
    if (finished.equals("error") || finished.equals("abort")) {
      return;
    }
    long now = clock.getAsLong();
    store.observe(Metric.E2E_REQUEST_LATENCY_SECONDS, seconds(arrived, now));
    store.observe(Metric.REQUEST_PROMPT_TOKENS, promptTokens);
    store.observe(Metric.REQUEST_GENERATION_TOKENS, generated);
    store.observe(Metric.REQUEST_MAX_NUM_GENERATION_TOKENS, generated);
    store.observe(Metric.REQUEST_PARAMS_MAX_TOKENS, maxTokens);
    store.observe(Metric.REQUEST_PREFILL_KV_COMPUTED_TOKENS, promptTokens - cached);
    if (scheduled >= 0) {
      store.observe(Metric.REQUEST_QUEUE_TIME_SECONDS, seconds(arrived, scheduled));
      store.observe(Metric.REQUEST_INFERENCE_TIME_SECONDS, seconds(scheduled, now));
    }
    if (first >= 0) {
      store.observe(
          Metric.REQUEST_PREFILL_TIME_SECONDS, seconds(Math.max(scheduled, arrived), first));
      store.observe(Metric.REQUEST_DECODE_TIME_SECONDS, seconds(first, last));
      store.observe(
          Metric.REQUEST_TIME_PER_OUTPUT_TOKEN_SECONDS,
          generated > 1 ? seconds(first, last) / (generated - 1) : 0);
    }
  }

  private void prefilled() {
    store.add(Metric.PROMPT_TOKENS_TOTAL, promptTokens);
    store.add(Metric.PROMPT_TOKENS_BY_SOURCE_TOTAL, "local_compute", promptTokens - cached);
    store.add(Metric.PROMPT_TOKENS_BY_SOURCE_TOTAL, "local_cache_hit", cached);
    store.add(Metric.PROMPT_TOKENS_CACHED_TOTAL, cached);
    store.add(Metric.PROMPT_TOKENS_CACHED_BY_SOURCE_TOTAL, "device", cached);
  }

  private static double seconds(long from, long to) {
    return (to - from) / NANOS;
  }
}
