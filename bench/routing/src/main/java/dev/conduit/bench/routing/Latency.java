// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.routing;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * How long one thread takes to decide, and how much it allocates, by JMH: each length in two
 * processes of its own, time taken around sampled decisions.
 *
 * @param tokens of each request, about
 * @param p50 in microseconds
 * @param p99 in microseconds
 * @param bytes allocated for each decision
 */
record Latency(int tokens, double p50, double p99, double bytes) {
  private static final int ROUNDS = 5;
  private static final int FORKS = 2;

  /**
   * @param folder of the outcomes whose words the requests are made of
   * @throws IllegalStateException when JMH fails
   */
  static List<Latency> of(String folder) {
    var options =
        new OptionsBuilder()
            .include(DecisionBench.class.getName() + ".decide")
            .param("folder", folder)
            .mode(Mode.SampleTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .warmupIterations(ROUNDS)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(ROUNDS)
            .measurementTime(TimeValue.seconds(1))
            .forks(FORKS)
            .jvmArgsPrepend("-XX:+UseSerialGC", "-Xmx1g")
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    try {
      return new Runner(options).run().stream().map(Latency::of).toList();
    } catch (RunnerException e) {
      throw new IllegalStateException("the benchmark failed: " + e.getMessage(), e);
    }
  }

  @SuppressWarnings("rawtypes") // JMH gives its results raw.
  private static Latency of(RunResult result) {
    Statistics nanos = result.getPrimaryResult().getStatistics();
    double bytes =
        result.getSecondaryResults().entrySet().stream()
            .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
            .mapToDouble(entry -> entry.getValue().getScore())
            .findFirst()
            .orElseThrow();
    return new Latency(
        Integer.parseInt(result.getParams().getParam("tokens")),
        nanos.getPercentile(50) / 1e3,
        nanos.getPercentile(99) / 1e3,
        bytes);
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "decision at %d tokens, one thread: p50 %.1f us, p99 %.1f us, %.0f bytes allocated",
        tokens,
        p50,
        p99,
        bytes);
  }
}
