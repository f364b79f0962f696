// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Two models on the same outcomes, which neither had seen.
 *
 * <p>Log-loss is the mean of -ln(probability said of what came true), in nats: 0 is best. APGR says
 * how good the order is: 0.5 is chance; it is not a number where the strong model gains nothing in
 * sum. Errors are standard errors of the differences.
 *
 * @param outcomes compared on
 * @param lossBefore of the model in use
 * @param lossAfter of the one learned
 * @param lossError of {@code lossBefore - lossAfter}, from the differences on each outcome
 * @param apgrBefore of the model in use
 * @param apgrAfter of the one learned
 * @param apgrError of their difference, by drawing outcomes again {@value #DRAWS} times
 */
public record Comparison(
    int outcomes,
    double lossBefore,
    double lossAfter,
    double lossError,
    double apgrBefore,
    double apgrAfter,
    double apgrError) {
  private static final int DRAWS = 100;
  private static final double LEAST = 1e-6;
  private static final double LEAST_ERROR = 0.002;

  static Comparison of(double[] before, double[] after, List<Label> known) {
    Label[] labels = known.toArray(new Label[0]);
    int n = labels.length;
    double all = 0;
    for (Label label : labels) {
      all += label.weight();
    }
    double lossBefore = 0;
    double lossAfter = 0;
    for (int i = 0; i < n; i++) {
      lossBefore += labels[i].weight() / all * loss(before[i], labels[i]);
      lossAfter += labels[i].weight() / all * loss(after[i], labels[i]);
    }
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double difference = loss(before[i], labels[i]) - loss(after[i], labels[i]);
      double off = labels[i].weight() / all * (difference - (lossBefore - lossAfter));
      squares += off * off;
    }
    double[] gains = Arrays.stream(labels).mapToDouble(l -> l.gain() * l.weight()).toArray();
    return new Comparison(
        n,
        lossBefore,
        lossAfter,
        Math.sqrt(squares),
        apgr(before, gains),
        apgr(after, gains),
        apgrError(before, after, gains));
  }

  /** Of one outcome. */
  static double loss(double probability, Label label) {
    double p = Math.clamp(probability, LEAST, 1 - LEAST);
    return -label.help() * StrictMath.log(p) - (1 - label.help()) * StrictMath.log(1 - p);
  }

  private static double apgr(double[] scores, double[] gains) {
    return Arrays.stream(gains).sum() > 0 ? Quality.of(scores, gains).apgr() : Double.NaN;
  }

  private static double apgrError(double[] before, double[] after, double[] gains) {
    SplittableRandom random = new SplittableRandom(gains.length);
    double sum = 0;
    double squares = 0;
    int drawn = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] rows = random.ints(gains.length, 0, gains.length).toArray();
      double[] truth = pick(gains, rows);
      double difference = apgr(pick(after, rows), truth) - apgr(pick(before, rows), truth);
      if (!Double.isNaN(difference)) {
        sum += difference;
        squares += difference * difference;
        drawn++;
      }
    }
    double mean = sum / drawn;
    return drawn == 0 ? Double.NaN : Math.sqrt(Math.max(0, squares / drawn - mean * mean));
  }

  private static double[] pick(double[] from, int[] rows) {
    return Arrays.stream(rows).mapToDouble(row -> from[row]).toArray();
  }

  /** How much less the one learned loses. */
  public double improvement() {
    return lossBefore - lossAfter;
  }

  /**
   * Above 0 if the one learned is better: the two differences, each in its standard errors, added.
   * Log-loss alone is led by how many prompts are hard, APGR alone by chance.
   */
  public double merit() {
    double order = (apgrAfter - apgrBefore) / Math.max(LEAST_ERROR, apgrError);
    double probability = improvement() / Math.max(LEAST_ERROR, lossError);
    return probability + (Double.isNaN(order) ? 0 : order);
  }

  /** One line for people. */
  public String words() {
    return String.format(
        Locale.ROOT,
        "on %d outcomes that neither had seen: log-loss %.4f -> %.4f (difference %.4f +- %.4f),"
            + " APGR %.3f -> %.3f (+- %.3f)",
        outcomes,
        lossBefore,
        lossAfter,
        improvement(),
        lossError,
        apgrBefore,
        apgrAfter,
        apgrError);
  }
}
