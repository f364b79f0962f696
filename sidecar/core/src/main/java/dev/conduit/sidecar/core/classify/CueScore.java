// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import dev.conduit.sidecar.core.signal.Cue;
import dev.conduit.sidecar.core.signal.Measure;
import dev.conduit.sidecar.core.signal.TextReading;

/**
 * How hard a text looks by what any reader sees: its kind, what it asks for, how long it is. For
 * texts that no model knows; rough, and the same for everybody.
 *
 * <p>Source: on MT-Bench, a set of everyday prompts, a strong model gains most on code (2.6 points
 * of 10 between GPT-4 and Mixtral), then mathematics (1.8) and extraction (1.5), and next to
 * nothing on writing and role play; sending the kinds in this order to the strong one gives an APGR
 * of 0.72. That is the order of the kinds here. Every number is set by hand: no outcomes of
 * everyday prompts were at hand to fit them to. See decision 0030. Cost: a few steps, whatever the
 * text.
 */
final class CueScore {
  private static final double PLAIN = 0.3;
  private static final double REWORDING = 0.25;
  private static final double SOME_CODE_OR_MATH = 0.5;
  private static final double MATH = 0.65;
  private static final double CODE = 0.75;
  private static final int SEVERAL_NUMBERS = 3;

  private static final double DEMAND = 0.35;
  private static final double MORE_DEMAND = 0.1;
  private static final double REASON = 0.08;
  private static final double LONG_WORD = 0.04;
  private static final double CONDITION = 0.04;
  private static final double DOUBLING = 0.05;
  private static final int USUAL_WORDS = 16;
  private static final double SMALL_TALK = 0.2;
  private static final int FEW_WORDS = 12;

  private CueScore() {}

  /** In [0,1]: harder than about so large a share of everyday prompts. */
  static double of(TextReading reading) {
    double rank =
        kind(reading)
            + demand(reading)
            + capped(LONG_WORD, reading.count(Measure.LONG_WORDS), 5)
            + capped(
                CONDITION,
                reading.count(Measure.CONDITION)
                    + reading.count(Measure.SEQUENCE)
                    + reading.count(Measure.ITEMS),
                3)
            + capped(DOUBLING, doublings(reading.count(Measure.WORDS)), 4)
            - (isSmallTalk(reading) ? SMALL_TALK : 0);
    return Math.clamp(rank, 0, 1);
  }

  private static double kind(TextReading reading) {
    int code = reading.count(Measure.CODE);
    int math = reading.count(Measure.MATH);
    if (reading.count(Measure.FENCES) > 0 || code > 1) {
      return CODE;
    }
    boolean isSum =
        reading.count(Measure.NUMBERS) >= SEVERAL_NUMBERS && reading.count(Measure.QUESTIONS) > 0;
    if (isSum || math > 1) {
      return MATH;
    }
    if (code + math > 0) {
      return SOME_CODE_OR_MATH;
    }
    boolean isRewording =
        reading.count(Measure.SUMMARY)
                + reading.count(Measure.TRANSLATION)
                + reading.count(Measure.CREATIVE)
            > 0;
    return isRewording ? REWORDING : PLAIN;
  }

  private static double demand(TextReading reading) {
    int demands = reading.count(Cue.DEMAND);
    return (demands > 0 ? DEMAND : 0)
        + (demands > 1 ? MORE_DEMAND : 0)
        + capped(REASON, reading.count(Measure.REASONING), 2);
  }

  private static double capped(double each, int count, int most) {
    return each * Math.min(count, most);
  }

  /** How often the usual number of words can be doubled. */
  private static int doublings(int words) {
    return Math.max(0, 31 - Integer.numberOfLeadingZeros(Math.max(1, words / USUAL_WORDS)));
  }

  private static boolean isSmallTalk(TextReading reading) {
    return reading.count(Cue.SMALL_TALK) > 0 && reading.count(Measure.WORDS) <= FEW_WORDS;
  }
}
