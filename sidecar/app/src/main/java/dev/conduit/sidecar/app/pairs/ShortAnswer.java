// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.pairs;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An answer of at most {@link #LONGEST} characters, in words: case, width, blanks and the marks
 * around a word aside. What may be part of an answer stays: {@code C#}, {@code 50%}, {@code .5},
 * {@code -7}.
 *
 * @param words without the marks around them; none is empty
 * @param ends whether a clause ends with the word
 */
record ShortAnswer(List<String> words, List<Boolean> ends) {
  /** Characters of an answer in which a key is looked for; in more it would be met by chance. */
  static final int LONGEST = 256;

  /** Characters of a key. */
  static final int LONGEST_KEY = 64;

  /** Words of a key: a number, a name, a letter, a short phrase, and no sentence. */
  private static final int MOST_WORDS = 4;

  private static final String MARKS = "\"'`*\u201c\u201d\u2018";
  private static final String STOPS = ".!?,;:";
  private static final Set<String> REFUSE =
      Set.of("sorry", "unfortunately", "cannot", "can't", "unable", "don't", "i'm", "i'll");
  private static final Set<String> DENY =
      Set.of("not", "no", "never", "neither", "nor", "cannot", "without");

  ShortAnswer {
    words = List.copyOf(words);
    ends = List.copyOf(ends);
  }

  /** Empty for a longer one. Only what is short is looked at letter by letter. */
  static Optional<ShortAnswer> of(String text) {
    String bare = text.strip();
    if (bare.length() > LONGEST) {
      return Optional.empty();
    }
    String folded =
        Normalizer.normalize(bare, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .replace('\u2019', '\'');
    List<String> raw =
        Arrays.stream(folded.split("\\s+", -1)).filter(word -> !trim(word).isEmpty()).toList();
    return Optional.of(
        new ShortAnswer(
            raw.stream().map(ShortAnswer::trim).toList(),
            raw.stream().map(ShortAnswer::isStopped).toList()));
  }

  /** Whether it can be the answer itself: a few words, and no excuse. */
  boolean isKey() {
    boolean isExcuse =
        words.stream().anyMatch(REFUSE::contains)
            || (words.size() > 1 && words.getFirst().equals("i"));
    return !words.isEmpty()
        && words.size() <= MOST_WORDS
        && String.join(" ", words).length() <= LONGEST_KEY
        && !isExcuse;
  }

  /**
   * Whether it is the key, or has its words in a row without a "not" before them in their clause. A
   * denial after them ("42 is wrong") is not seen.
   */
  boolean says(ShortAnswer key) {
    if (words.equals(key.words)) {
      return true;
    }
    for (int from = 0; from + key.words.size() <= words.size(); from++) {
      int to = from + key.words.size();
      if (words.subList(from, to).equals(key.words) && isNamed(from, to) && !isDenied(from)) {
        return true;
      }
    }
    return false;
  }

  /** "a" and "i" are words too: at the end of all, or before a mark, they name a choice. */
  private boolean isNamed(int from, int to) {
    boolean isWord = to - from == 1 && Set.of("a", "i").contains(words.get(from));
    return !isWord || to == words.size() || ends.get(from);
  }

  private boolean isDenied(int at) {
    for (int i = at - 1; i >= 0 && !ends.get(i) && !words.get(i).equals("but"); i--) {
      if (DENY.contains(words.get(i)) || words.get(i).endsWith("n't")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isStopped(String word) {
    String inner = word.replaceAll("[\"'`*]", "");
    return !inner.isEmpty() && (STOPS + ")").indexOf(inner.charAt(inner.length() - 1)) >= 0;
  }

  private static String trim(String word) {
    int from = 0;
    int to = word.length();
    while (from < to) {
      if (isMark(word.charAt(from))) {
        from++;
      } else if (isMark(word.charAt(to - 1)) || STOPS.indexOf(word.charAt(to - 1)) >= 0) {
        to--;
      } else if (isWrapped(word, from, to)) {
        from++;
        to--;
      } else if (word.charAt(to - 1) == ')' && word.indexOf('(') < 0) {
        to--;
      } else {
        break;
      }
    }
    return word.substring(from, to);
  }

  private static boolean isMark(char c) {
    return MARKS.indexOf(c) >= 0;
  }

  /** In brackets that are no part of it, as those of an interval are. */
  private static boolean isWrapped(String word, int from, int to) {
    int kind = "([{<".indexOf(word.charAt(from));
    boolean isPair = kind >= 0 && to - from > 1 && word.charAt(to - 1) == ")]}>".charAt(kind);
    return isPair && word.indexOf(',') < 0;
  }
}
