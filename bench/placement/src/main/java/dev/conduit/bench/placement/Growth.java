// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.placement;

import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.plan.Plan;
import dev.conduit.operator.core.plan.Planner;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.Arrays;

/** How the time of a plan grows with blocks and nodes. */
final class Growth {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /** The last has too few nodes: most of its blocks are told why they do not fit. */
  private static final int[][] SIZES = {
    {100, 50}, {1000, 500}, {3000, 1500}, {10_000, 5000}, {1000, 100}
  };

  private static final int WARM_UP = 60;
  private static final int RUNS = 9;
  private static final double MIB = 1 << 20;
  private static final double MILLION = 1e6;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

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
    out.println(
        "ms of the clock and of the processor, medians of %d; where other programs run on the"
            .formatted(RUNS));
    out.println("machine, the processor's time is the honest figure");
    out.printf(
        "%7s %6s %8s %7s %9s %9s %11s %11s %9s%n",
        "blocks",
        "nodes",
        "engines",
        "unfit",
        "fresh ms",
        "(cpu)",
        "settled ms",
        "(cpu)",
        "heap MiB");
    for (int[] size : SIZES) {
      print(planner, World.of(seed).large(size[0], size[1]));
    }
  }

  private void print(Planner planner, Observed world) {
    Plan plan = planner.plan(world, NOW);
    Observed settled = World.after(world, plan);
    Times fresh = median(planner, world);
    Times still = median(planner, settled);
    plan = planner.plan(settled, NOW);
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    double heap = (runtime.totalMemory() - runtime.freeMemory()) / MIB;
    out.printf(
        "%7d %6d %8d %7d %9.1f %9.1f %11.1f %11.1f %9.0f%n",
        world.blocks().size(),
        world.inventory().nodes().size(),
        plan.desired().size(),
        plan.findings().size(),
        fresh.clock(),
        fresh.processor(),
        still.clock(),
        still.processor(),
        heap);
  }

  private static Times median(Planner planner, Observed world) {
    double[] clock = new double[RUNS];
    double[] processor = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long began = System.nanoTime();
      long spent = THREADS.getCurrentThreadCpuTime();
      planner.plan(world, NOW);
      processor[i] = (THREADS.getCurrentThreadCpuTime() - spent) / MILLION;
      clock[i] = (System.nanoTime() - began) / MILLION;
    }
    Arrays.sort(clock);
    Arrays.sort(processor);
    return new Times(clock[RUNS / 2], processor[RUNS / 2]);
  }

  private record Times(double clock, double processor) {}
}
