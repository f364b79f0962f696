// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.fitengines;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows of predicted beside allocated, and whether each figure stays within its bound. */
final class Sheet {
  private final PrintStream out;
  private final Map<String, Bound> bounds = new LinkedHashMap<>();

  /** A figure's errors; null-free, in the order of rows. */
  private record Bound(double limit, List<Double> errors, List<String> over) {}

  Sheet(PrintStream out) {
    this.out = out;
  }

  /** A figure that must stay within a share of what was allocated. */
  void bound(String figure, double limit) {
    bounds.put(figure, new Bound(limit, new ArrayList<>(), new ArrayList<>()));
  }

  /** One row; returns the relative error. */
  double row(String what, String figure, double predicted, double allocated) {
    double error =
        allocated == predicted ? 0 : allocated == 0 ? 1 : Math.abs(predicted / allocated - 1);
    Bound bound = bounds.getOrDefault(figure, new Bound(0, List.of(), List.of()));
    bound.errors().add(error);
    boolean over = error > bound.limit();
    if (over) {
      bound.over().add(what);
    }
    out.printf(
        Locale.ROOT,
        "%-52s %-16s %,14.0f %,14.0f %8.3f%% %s%n",
        what,
        figure,
        predicted,
        allocated,
        100 * error,
        over ? "OVER" : "");
    return error;
  }

  /** A line for each figure; true when all hold and none is without rows. */
  boolean close() {
    boolean all = true;
    for (Map.Entry<String, Bound> entry : bounds.entrySet()) {
      Bound bound = entry.getValue();
      boolean holds = bound.over().isEmpty() && !bound.errors().isEmpty();
      all &= holds;
      out.printf(
          Locale.ROOT,
          "%s  7 %s: %d of %d within %.1f%%, max %.3f%%%s%n",
          holds ? "holds" : "FAILS",
          entry.getKey(),
          bound.errors().size() - bound.over().size(),
          bound.errors().size(),
          100 * bound.limit(),
          100 * max(bound.errors()),
          bound.over().isEmpty() ? "" : "; over: " + bound.over());
    }
    return all;
  }

  /** Per figure: rows, rows over the bound, largest error. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    bounds.forEach(
        (figure, bound) ->
            json.put(
                figure,
                Map.of(
                    "rows", bound.errors().size(),
                    "over", bound.over().size(),
                    "maxError", max(bound.errors()))));
    return json;
  }

  private static double max(List<Double> errors) {
    return errors.stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }
}
