// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.text;

import java.util.SplittableRandom;

/**
 * Sentences without a meaning. The first one says that the text is simulated; a reader of a part of
 * an answer finds it said again every few sentences.
 */
public final class Prose {
  private static final String OPENING = "Simulated answer, not a model's: ";
  private static final String REMINDER = " This text is simulated.";
  private static final int REMIND_EVERY = 6;

  private static final String[] SUBJECTS = {
    "the river", "a small engine", "the morning train", "an old map", "the second question",
    "a quiet harbour", "the north wind", "every window", "the longer road", "a paper boat",
    "the last signal", "a green lamp", "the whole table", "one careful reader", "the far station"
  };
  private static final String[] VERBS = {
    "carries",
    "follows",
    "measures",
    "remembers",
    "crosses",
    "answers",
    "keeps",
    "turns",
    "describes",
    "leaves",
    "reaches",
    "counts",
    "holds",
    "repeats",
    "passes"
  };
  private static final String[] OBJECTS = {
    "the bridge", "a short list", "the evening light", "three stones", "its own shadow",
    "the first page", "a simple rule", "the open field", "another name", "the same number",
    "a narrow path", "the distant hill", "a cup of water", "the next room", "an even pace"
  };
  private static final String[] ENDS = {
    "before the rain", "without a sound", "once more", "in good order", "by the old wall",
    "after a while", "for no reason", "under the clock", "with great care", "as planned"
  };

  private Prose() {}

  /** So many sentences on one line. */
  public static String of(Seed seed, int sentences) {
    SplittableRandom random = seed.random();
    StringBuilder text = new StringBuilder(OPENING);
    for (int i = 0; i < sentences; i++) {
      if (i > 0) {
        text.append(i % REMIND_EVERY == 0 ? REMINDER + " " : " ");
      }
      int start = i == 0 ? -1 : text.length();
      sentence(random, text);
      if (start >= 0) {
        text.setCharAt(start, Character.toUpperCase(text.charAt(start)));
      }
    }
    return text.toString();
  }

  private static void sentence(SplittableRandom random, StringBuilder text) {
    text.append(pick(random, SUBJECTS)).append(' ').append(pick(random, VERBS)).append(' ');
    text.append(pick(random, OBJECTS)).append(' ').append(pick(random, ENDS)).append('.');
  }

  private static String pick(SplittableRandom random, String[] words) {
    return words[random.nextInt(words.length)];
  }
}
