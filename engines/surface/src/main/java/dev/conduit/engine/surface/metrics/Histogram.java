// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.metrics;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Counts observations per bucket. Any thread may observe; a reader sees a recent state. */
public final class Histogram {

  private final double[] bounds;
  private final LongAdder[] counts;
  private final DoubleAdder sum = new DoubleAdder();

  Histogram(double[] bounds) {
    this.bounds = bounds.clone();
    this.counts = new LongAdder[bounds.length + 1];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  /** Adds one observation. */
  public void observe(double value) {
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    sum.add(value);
  }

  void print(Exposition out, Metric metric, String labels) {
    long total = 0;
    for (int i = 0; i < counts.length; i++) {
      total += counts[i].sum();
      String bound = i < bounds.length ? Exposition.number(bounds[i]) : "+Inf";
      out.sample(metric.wire() + "_bucket", withBound(labels, bound), (double) total);
    }
    out.sample(metric.wire() + "_count", labels, (double) total);
    out.sample(metric.wire() + "_sum", labels, sum.sum());
  }

  /** Label names are sorted: {@code le} stands between {@code engine} and {@code model_name}. */
  private static String withBound(String labels, String bound) {
    return labels.replace(",model_name=", ",le=\"" + bound + "\",model_name=");
  }
}
