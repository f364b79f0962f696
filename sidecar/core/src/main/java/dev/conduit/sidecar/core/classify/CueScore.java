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
 * of 10 between GPT-4 and Mixtral), then mathematics (1.8), and next to nothing on writing and role
 * play; sending the kinds in this order to the strong one gives an APGR of 0.72. That is the order
 * of the kinds here. Every number is set by hand: no outcomes of everyday prompts were at hand to
 * fit them to. See decision 0030. Cost: a few steps, whatever the text.
 */
final class CueScore {
  private static final double PLAIN = 0.3;
  private static final double REWORDING = 0.25;
  private static final double SOME_CODE_OR_MATH = 0.5;
  private static final double MATH = 0.65;
  private static final double CODE = 0.75;
  private static final int SEVERAL_NUMBERS = 3;
  private static final int SEVERAL_SIGNS = 5;

  private static final double DEMAND = 0.35;
  private static final double MORE_DEMAND = 0.1;
  private static final double REASON = 0.08;
  private static final double LONG_WORD = 0.04;
  private static final double CONDITION = 0.04;
  private static final double DOUBLING = 0.05;
  private static final int USUAL_WORDS = 16;
  private static final int MANY_WORDS = 32;
  private static final double SMALL_TALK = 0.2;
  private static final int FEW_WORDS = 12;

  private CueScore() {}

  /** In [0,1]: harder than about so large a share of everyday prompts. */
  static double of(TextReading reading) {
    double kind = kind(reading);
    double demand = demand(reading);
    double rank =
        kind
            + demand
            + capped(LONG_WORD, longWords(reading), 5)
            + capped(CONDITION, reading.count(Measure.CONDITION) + reading.count(Measure.ITEMS), 3)
            + capped(DOUBLING, doublings(size(reading)), 3)
            - (demand < DEMAND && kind <= PLAIN && isSmallTalk(reading) ? SMALL_TALK : 0);
    return Math.clamp(rank, 0, 1);
  }

  private static double kind(TextReading reading) {
    int technical = reading.count(Cue.TECHNICAL);
    int code = reading.count(Measure.CODE);
    int signs = reading.count(Measure.SYMBOLS);
    boolean isFormula = signs >= SEVERAL_SIGNS && 4 * signs >= reading.count(Measure.WORDS);
    // "Class", "function" and "return" are everyday words, but not beside "Python".
    boolean isCode = technical > 1 || (technical > 0 && code > 1);
    if (reading.count(Measure.FENCES) > 0 || isFormula || isCode) {
      return CODE;
    }
    int math = reading.count(Measure.MATH);
    int items = reading.count(Measure.ITEMS);
    // An item has a number of its own, and that of the first line is not counted as one.
    int numbers = reading.count(Measure.NUMBERS) - (items > 0 ? items + 1 : 0);
    boolean isSum = numbers >= SEVERAL_NUMBERS && reading.count(Measure.QUESTIONS) > 0;
    if (isSum || math > 1) {
      return MATH;
    }
    if (technical + math > 0) {
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

  /** Of a longer text only those that it has beyond one in eight words. */
  private static int longWords(TextReading reading) {
    int words = reading.count(Measure.WORDS);
    int usual = words > MANY_WORDS ? words / 8 : 0;
    return Math.max(0, reading.count(Measure.LONG_WORDS) - usual);
  }

  /** In words; characters of Chinese and Japanese are no words, but are counted as different. */
  private static int size(TextReading reading) {
    return Math.max(reading.count(Measure.WORDS), reading.count(Measure.DIFFERENT));
  }

  private static double capped(double each, int count, int most) {
    return each * Math.min(count, most);
  }

  /** How often the usual number of words can be doubled. */
  private static int doublings(int words) {
    return 31 - Integer.numberOfLeadingZeros(Math.max(1, words / USUAL_WORDS));
  }

  private static boolean isSmallTalk(TextReading reading) {
    return reading.count(Cue.SMALL_TALK) > 0 && size(reading) <= FEW_WORDS;
  }
}
