// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.placement;

import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.plan.Plan;
import dev.conduit.operator.core.plan.Planner;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Arrays;

/** How the time of a plan grows with blocks and nodes. */
final class Growth {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final int[][] SIZES = {{100, 50}, {1000, 500}, {3000, 1500}, {10_000, 5000}};
  private static final int WARM_UP = 20;
  private static final int RUNS = 9;
  private static final double MIB = 1 << 20;

  private final PrintStream out;
  private final long seed;

  Growth(PrintStream out, long seed) {
    this.out = out;
    this.seed = seed;
  }

  void run() {
    Planner planner = new Planner();
    for (int i = 0; i < WARM_UP; i++) {
      Observed world = World.of(seed + i).large(300, 150);
      planner.plan(World.after(world, planner.plan(world, NOW)), NOW);
    }
    out.printf(
        "%8s %7s %9s %12s %14s %12s%n",
        "blocks", "nodes", "engines", "fresh ms", "settled ms", "heap MiB");
    for (int[] size : SIZES) {
      Observed world = World.of(seed).large(size[0], size[1]);
      Plan plan = planner.plan(world, NOW);
      Observed settled = World.after(world, plan);
      double fresh = median(planner, world);
      double still = median(planner, settled);
      plan = planner.plan(settled, NOW);
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      double heap = (runtime.totalMemory() - runtime.freeMemory()) / MIB;
      out.printf(
          "%8d %7d %9d %12.1f %14.1f %12.0f%n",
          size[0], size[1], plan.desired().size(), fresh, still, heap);
    }
  }

  private static double median(Planner planner, Observed world) {
    double[] times = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long began = System.nanoTime();
      planner.plan(world, NOW);
      times[i] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(times);
    return times[RUNS / 2];
  }
}
