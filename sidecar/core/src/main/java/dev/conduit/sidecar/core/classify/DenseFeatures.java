// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import dev.conduit.sidecar.core.signal.Measure;
import dev.conduit.sidecar.core.signal.TextReading;

/**
 * The numbers that a model reads beside words: logarithms of counts, then a few ratios. Computed
 * with {@code StrictMath}, so that they are the same on every machine.
 */
public final class DenseFeatures {
  private static final Measure[] MEASURES = Measure.values();
  private static final int RATIOS = 6;

  /** How many there are. */
  public static final int COUNT = MEASURES.length + RATIOS;

  /** Of all counts that a text has, for it is cut. */
  private static final double[] LOGARITHMS = logarithms();

  private DenseFeatures() {}

  private static double[] logarithms() {
    double[] all = new double[TextReading.MAX_BYTES + 1];
    for (int i = 0; i < all.length; i++) {
      all[i] = StrictMath.log1p(i);
    }
    return all;
  }

  /** Writes the features of what was read; {@code into} has room for {@link #COUNT}. */
  public static void of(TextReading reading, double[] into) {
    for (int i = 0; i < MEASURES.length; i++) {
      into[i] = LOGARITHMS[reading.count(MEASURES[i])];
    }
    double bytes = Math.max(1, reading.count(Measure.BYTES));
    double words = Math.max(1, reading.count(Measure.WORDS));
    int next = MEASURES.length;
    into[next++] = reading.count(Measure.DIGITS) / bytes;
    into[next++] = reading.count(Measure.CAPITALS) / bytes;
    into[next++] = reading.count(Measure.SYMBOLS) / bytes;
    into[next++] = reading.count(Measure.LONG_WORDS) / words;
    into[next++] = bytes / words;
    into[next] = reading.count(Measure.DIFFERENT) / words;
  }

  /** What a feature is called in an explanation. */
  public static String name(int feature) {
    if (feature < MEASURES.length) {
      return MEASURES[feature].words();
    }
    return switch (feature - MEASURES.length) {
      case 0 -> "share of digits";
      case 1 -> "share of capital letters";
      case 2 -> "share of signs";
      case 3 -> "share of long words";
      case 4 -> "bytes for each word";
      default -> "share of different words";
    };
  }
}
