// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.cases;

import dev.conduit.conformance.check.Framing;
import dev.conduit.conformance.check.MetricFamilies;
import java.util.List;
import java.util.function.Predicate;

/**
 * {@code /metrics}, one case for each kind of family, so that an engine can say which it truthfully
 * has not. Asked last: some families have samples only once requests were answered.
 */
final class MetricCases {
  private MetricCases() {}

  static List<Case> all() {
    Predicate<String> estimated = name -> name.startsWith("vllm:estimated_");
    Predicate<String> cache = "vllm:cache_config_info"::equals;
    Predicate<String> engine = name -> name.startsWith("vllm:");
    return List.of(
        of("metrics-engine", engine.and(cache.or(estimated).negate())),
        of("metrics-cache-config", cache),
        of("metrics-estimated", estimated),
        of("metrics-http", name -> name.startsWith("http_")),
        of("metrics-process", name -> name.startsWith("process_")),
        of("metrics-python", name -> name.startsWith("python_")));
  }

  private static Case of(String name, Predicate<String> families) {
    return Case.of(
            "metrics", Bodies.get("/metrics"), new Framing().and(new MetricFamilies(families)))
        .named(name)
        .directOnly("an engine's metrics; a sidecar has its own");
  }
}
