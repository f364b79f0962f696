// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A scale with ticks at round numbers.
 *
 * @param from the lowest value shown
 * @param to the highest value shown
 * @param step between ticks
 */
record Axis(double from, double to, double step) {
  private static final int TICKS = 6;

  /** Room for the name of a mark, in spans of the values. */
  private static final double BELOW = 0.1;

  private static final double ABOVE = 0.04;

  /**
   * With room around the values; from 0 where they come near it.
   *
   * @param most the end of what can be, such as 100 for shares
   */
  static Axis around(double lowest, double highest, double most) {
    double span = highest > lowest ? highest - lowest : Math.max(1e-6, Math.abs(highest) / 2);
    double step = step(span / TICKS);
    double from = Math.floor((lowest - span * BELOW) / step) * step;
    double to = Math.min(most, Math.ceil((highest + span * ABOVE) / step) * step);
    boolean isNearZero = lowest >= 0 && lowest <= span * 0.2;
    return new Axis(isNearZero ? 0 : from, to, step);
  }

  /** 1, 2 or 5 times a power of ten; at least as much as asked. */
  private static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (int times : new int[] {1, 2, 5}) {
      if (times * power >= least) {
        return times * power;
      }
    }
    return 10 * power;
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    long count = Math.round((to - from) / step);
    for (long i = 0; i <= count; i++) {
      ticks.add(from + i * step);
    }
    return ticks;
  }

  /** With as many decimals as the step has. */
  String label(double tick) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    double plain = Math.abs(tick) < step / 1000 ? 0 : tick;
    return String.format(Locale.ROOT, "%." + decimals + "f", plain);
  }

  /** Where a value stands between two pixels. */
  double at(double value, double first, double last) {
    return first + (value - from) / (to - from) * (last - first);
  }
}
