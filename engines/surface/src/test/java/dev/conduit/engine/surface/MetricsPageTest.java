// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The page has the families, types, label names and buckets of the recorded page, and counts. */
final class MetricsPageTest {

  @Test
  void page_hasEverySeriesOfTheRecordedOne() {
    try (RunningSurface surface = new RunningSurface()) {
      surface.post("/v1/chat/completions", SurfaceTest.chat("hi", ""));
      var answer = surface.get("/metrics");
      assertThat(answer.headers().firstValue("content-type"))
          .contains("text/plain; version=1.0.0; charset=utf-8");
      String recorded = RecordedAnswersTest.body(RecordedAnswersTest.recorded("metrics"));
      assertThat(types(answer.body())).containsAll(types(recorded));
      assertThat(series(answer.body())).containsAll(series(recorded));
    }
  }

  @Test
  void counters_matchWhatWasAnswered() {
    try (RunningSurface surface = new RunningSurface()) {
      surface.post("/v1/chat/completions", SurfaceTest.chat("one two three", "\"max_tokens\":4"));
      surface.post("/v1/chat/completions", SurfaceTest.chat("one", ""));
      String page = surface.get("/metrics").body();
      assertThat(page)
          .contains("vllm:prompt_tokens_total{engine=\"0\",model_name=\"tiny\"} 4.0\n")
          .contains("vllm:generation_tokens_total{engine=\"0\",model_name=\"tiny\"} 9.0\n")
          .contains("finished_reason=\"length\",model_name=\"tiny\"} 1.0\n")
          .contains("finished_reason=\"stop\",model_name=\"tiny\"} 1.0\n")
          .contains(
              "vllm:time_to_first_token_seconds_count{engine=\"0\",model_name=\"tiny\"} 2.0\n")
          .contains(
              "vllm:inter_token_latency_seconds_count{engine=\"0\",model_name=\"tiny\"} 7.0\n")
          .contains(
              "vllm:request_generation_tokens_bucket{engine=\"0\",le=\"5.0\",model_name=\"tiny\"} 2.0\n")
          .contains("vllm:kv_cache_usage_perc{engine=\"0\",model_name=\"tiny\"} 0.25\n");
    }
  }

  private static Set<String> types(String page) {
    Set<String> types = new TreeSet<>();
    page.lines().filter(l -> l.startsWith("# ") && l.contains("vllm:")).forEach(types::add);
    return types;
  }

  /** Series with their labels; of the cache's configuration only the name. */
  private static Set<String> series(String page) {
    Set<String> series = new TreeSet<>();
    page.lines()
        .filter(l -> l.startsWith("vllm:"))
        .map(l -> l.startsWith("vllm:cache_config_info") ? "cache_config_info" : l)
        .map(l -> l.replaceAll(" [^ ]*$", ""))
        .forEach(series::add);
    return series;
  }
}
