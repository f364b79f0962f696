// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.metrics.Exposition;
import dev.conduit.engine.surface.metrics.Metric;
import dev.conduit.engine.surface.metrics.MetricStore;
import dev.conduit.engine.surface.spi.Engine;
import dev.conduit.engine.surface.spi.EngineLoad;
import dev.conduit.engine.surface.spi.Health;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What {@code /metrics} shows. A program makes one, gives it to its engine as {@link EngineEvents}
 * and to the {@link Surface}.
 */
public final class SurfaceMetrics implements EngineEvents {

  private final MetricStore store;
  private final LongSupplier clock;
  private final ProcessMetrics process = new ProcessMetrics();

  /** Metrics labelled with the first served name. */
  public SurfaceMetrics(String modelName) {
    this(modelName, System::nanoTime);
  }

  SurfaceMetrics(String modelName, LongSupplier nanoClock) {
    this.store = new MetricStore(modelName);
    this.clock = nanoClock;
  }

  @Override
  public void iteration(int tokens) {
    store.observe(Metric.ITERATION_TOKENS_TOTAL, tokens);
  }

  @Override
  public void preempted() {
    store.add(Metric.NUM_PREEMPTIONS_TOTAL, 1);
  }

  @Override
  public void prefixLookup(int queriedTokens, int hitTokens) {
    store.add(Metric.PREFIX_CACHE_QUERIES_TOTAL, queriedTokens);
    store.add(Metric.PREFIX_CACHE_HITS_TOTAL, hitTokens);
  }

  @Override
  public void preemptionsOfRequest(int count) {
    store.observe(Metric.REQUEST_NUM_PREEMPTIONS, count);
  }

  void asked(int n, int prompts) {
    for (int i = 0; i < prompts; i++) {
      store.observe(Metric.REQUEST_PARAMS_N, n);
    }
  }

  void toolCall(boolean streaming, boolean called) {
    String mode = streaming ? "streaming" : "non_streaming";
    String outcome = called ? "tool_call" : "no_tool_call";
    store.add(
        Metric.TOOL_CALL_PARSER_INVOCATIONS_TOTAL, mode + "/" + outcome + "/chat_completions", 1);
  }

  SequenceTimes sequence(int promptTokens, int maxTokens) {
    return new SequenceTimes(store, clock, promptTokens, maxTokens);
  }

  String scrape(Engine engine) {
    Exposition out = new Exposition();
    process.print(out);
    EngineLoad load = engine.load();
    for (Metric metric : Metric.values()) {
      if (metric.type() != Metric.Type.GAUGE) {
        store.print(out, metric);
        continue;
      }
      Map<Map<String, String>, Double> samples = gauge(metric, load, engine.health());
      if (!samples.isEmpty()) {
        store.gauge(out, metric, samples);
      }
    }
    return out.page();
  }

  private static Map<Map<String, String>, Double> gauge(
      Metric metric, EngineLoad load, Health health) {
    return switch (metric) {
      case NUM_REQUESTS_RUNNING -> one(load.running());
      case NUM_REQUESTS_WAITING -> one(load.waitingForCapacity() + load.waitingDeferred());
      case NUM_REQUESTS_WAITING_BY_REASON ->
          samples(
              "reason",
              Map.of("capacity", load.waitingForCapacity(), "deferred", load.waitingDeferred()));
      case KV_CACHE_USAGE_PERC -> one(load.kvCacheUsage());
      case ENGINE_SLEEP_STATE -> sleepState(health);
      case CACHE_CONFIG_INFO -> Map.of(load.cacheConfig(), 1.0);
      case LORA_REQUESTS_INFO -> lora(load.lora());
      default -> Map.of();
    };
  }

  private static Map<Map<String, String>, Double> one(double value) {
    return Map.of(Map.of(), value);
  }

  private static Map<Map<String, String>, Double> sleepState(Health health) {
    int level = health instanceof Health.Sleeping(int asleep) ? asleep : 0;
    Map<Map<String, String>, Double> states = new LinkedHashMap<>();
    states.put(Map.of("sleep_state", "awake"), level == 0 ? 1.0 : 0.0);
    states.put(Map.of("sleep_state", "weights_offloaded"), level == 1 ? 1.0 : 0.0);
    states.put(Map.of("sleep_state", "discard_all"), level == 2 ? 1.0 : 0.0);
    return states;
  }

  private static Map<Map<String, String>, Double> lora(EngineLoad.LoraLoad lora) {
    if (lora.maxLora() == 0) {
      return Map.of();
    }
    Map<String, String> labels =
        Map.of(
            "max_lora", Integer.toString(lora.maxLora()),
            "running_lora_adapters", lora.runningAdapters(),
            "waiting_lora_adapters", lora.waitingAdapters());
    return Map.of(labels, System.currentTimeMillis() / 1e3);
  }

  private static Map<Map<String, String>, Double> samples(
      String label, Map<String, Integer> values) {
    Map<Map<String, String>, Double> samples = new LinkedHashMap<>();
    values.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> samples.put(Map.of(label, e.getKey()), e.getValue().doubleValue()));
    return samples;
  }
}
