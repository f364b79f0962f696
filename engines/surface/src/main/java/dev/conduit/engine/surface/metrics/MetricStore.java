// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.metrics;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * Counters and histograms of one served model; gauges are read at scrape time. Every series exists
 * from the start with 0, as vLLM's do. Any thread may write.
 */
public final class MetricStore {

  /** The variant of a family that has one series only. */
  private static final String ONLY = "";

  private static final List<String> REQUEST_TYPES =
      List.of("chat_completions", "responses", "other");

  private final String model;
  private final EnumMap<Metric, Map<String, Series>> counters = new EnumMap<>(Metric.class);
  private final EnumMap<Metric, Histogram> histograms = new EnumMap<>(Metric.class);

  private record Series(String labels, DoubleAdder value) {}

  public MetricStore(String model) {
    this.model = model;
    for (Metric metric : Metric.values()) {
      switch (metric.type()) {
        case COUNTER -> counters.put(metric, series(metric));
        case HISTOGRAM -> histograms.put(metric, new Histogram(Buckets.of(metric)));
        case GAUGE -> {}
      }
    }
  }

  /** Adds to a counter that has one series. */
  public void add(Metric counter, double amount) {
    add(counter, ONLY, amount);
  }

  /** Adds to the series of a counter that carries the given value of its own label. */
  public void add(Metric counter, String variant, double amount) {
    Series series = counters.getOrDefault(counter, Map.of()).get(variant);
    if (series == null) {
      throw new IllegalArgumentException(counter + " has no series for '" + variant + "'");
    }
    series.value().add(amount);
  }

  /** Adds an observation to a histogram. */
  public void observe(Metric histogram, double value) {
    Histogram target = histograms.get(histogram);
    if (target == null) {
      throw new IllegalArgumentException(histogram + " is not a histogram");
    }
    target.observe(value);
  }

  /** Prints a counter or a histogram. */
  public void print(Exposition out, Metric metric) {
    out.family(metric.wire(), metric.help(), metric.type());
    counters
        .getOrDefault(metric, Map.of())
        .values()
        .forEach(s -> out.sample(metric.wire(), s.labels(), s.value().sum()));
    Histogram histogram = histograms.get(metric);
    if (histogram != null) {
      histogram.print(out, metric, labels(Map.of()));
    }
  }

  /** Prints a gauge; {@code samples} maps extra labels to values. */
  public void gauge(Exposition out, Metric metric, Map<Map<String, String>, Double> samples) {
    out.family(metric.wire(), metric.help(), metric.type());
    samples.forEach((extra, value) -> out.sample(metric.wire(), labels(extra), value));
  }

  private Map<String, Series> series(Metric metric) {
    Map<String, Series> series = new LinkedHashMap<>();
    switch (metric) {
      case PROMPT_TOKENS_BY_SOURCE_TOTAL ->
          variants(series, "source", "local_compute", "local_cache_hit", "external_kv_transfer");
      case PROMPT_TOKENS_CACHED_BY_SOURCE_TOTAL ->
          variants(series, "source", "device", "host", "p2p", "disk", "external_unspecified");
      case REQUEST_SUCCESS_TOTAL ->
          variants(series, "finished_reason", "stop", "length", "abort", "error", "repetition");
      case ADMISSION_REJECTIONS_TOTAL -> {
        for (String reason : List.of("max_num_queued_reqs", "max_num_queued_tokens")) {
          put(series, reason, Exposition.labels(Map.of("model_name", model, "reason", reason)));
        }
      }
      case TOOL_CALL_PARSER_INVOCATIONS_TOTAL -> toolCalls(series);
      default -> put(series, ONLY, labels(Map.of()));
    }
    return Collections.unmodifiableMap(series);
  }

  private void variants(Map<String, Series> series, String label, String... values) {
    for (String value : values) {
      put(series, value, labels(Map.of(label, value)));
    }
  }

  private void toolCalls(Map<String, Series> series) {
    for (String mode : List.of("streaming", "non_streaming")) {
      for (String outcome : List.of("tool_call", "no_tool_call")) {
        for (String type : REQUEST_TYPES) {
          put(
              series,
              mode + "/" + outcome + "/" + type,
              Exposition.labels(
                  Map.of(
                      "mode",
                      mode,
                      "model_name",
                      model,
                      "outcome",
                      outcome,
                      "request_type",
                      type)));
        }
      }
    }
  }

  private static void put(Map<String, Series> series, String variant, String labels) {
    series.put(variant, new Series(labels, new DoubleAdder()));
  }

  private String labels(Map<String, String> extra) {
    Map<String, String> all = new LinkedHashMap<>(extra);
    all.put("engine", "0");
    all.put("model_name", model);
    return Exposition.labels(all);
  }
}
