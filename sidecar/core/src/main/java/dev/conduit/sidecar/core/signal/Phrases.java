// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import dev.conduit.sidecar.core.exchange.CodePoints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Looks for many words and phrases at once, ignoring case, as whole words.
 *
 * <p>A word ends where a letter or digit meets something else. Between words of a phrase any number
 * of blanks and ends of lines may stand, for texts are wrapped and indented. Chinese and Japanese
 * put no blanks between words, so there a phrase matches anywhere. Idea: Aho and Corasick,
 * "Efficient string matching" (1975): one pass over the text, however many phrases there are. Cost:
 * at most two steps a character, and one more for each phrase that ends there. Immutable; any
 * number of threads.
 */
public final class Phrases {
  /** Characters before the text and after it. */
  private static final int OUTSIDE = -1;

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private static final int ROOT = 0;
  private static final int NONE = -1;

  private final Trie.Steps steps;
  private final int[] lengths;
  private final int[] fail;
  private final int[] phrase;
  private final int[] shorter;
  private final int ring;

  /** Told of each phrase that is met. */
  @FunctionalInterface
  public interface Hit {
    /**
     * @param phrase by its place in the list
     * @param at how many characters came before its end, less blanks in a row within phrases
     */
    void met(int phrase, int at);
  }

  /** A phrase as it is compared: two that are equal then mean the same. */
  public static String folded(String phrase) {
    int[] points = phrase.codePoints().map(Character::toLowerCase).toArray();
    return BLANKS.matcher(new String(points, 0, points.length)).replaceAll(" ");
  }

  /** Of two equal phrases the first is told of; empty ones are never met. */
  public Phrases(List<String> phrases) {
    Trie trie = new Trie();
    lengths = new int[phrases.size()];
    List<Integer> ends = new ArrayList<>();
    for (String one : phrases) {
      int[] points = folded(one).codePoints().toArray();
      lengths[ends.size()] = points.length;
      int state = ROOT;
      for (int point : points) {
        state = trie.add(state, point);
      }
      ends.add(state);
    }
    fail = new int[trie.size()];
    phrase = new int[trie.size()];
    shorter = new int[trie.size()];
    Arrays.fill(phrase, NONE);
    Arrays.fill(shorter, NONE);
    for (int i = ends.size() - 1; i >= 0; i--) {
      phrase[ends.get(i)] = ends.get(i) == ROOT ? NONE : i;
    }
    link(trie);
    steps = trie.steps();
    ring = Integer.highestOneBit(Arrays.stream(lengths).max().orElse(0) + 1) * 2;
  }

  /** States are numbered as they were made, so a suffix link may lead to a later one: by depth. */
  private void link(Trie trie) {
    for (int state : trie.byDepth()) {
      int parent = trie.parent(state);
      int point = trie.point(state);
      int back = parent == ROOT ? ROOT : fail[parent];
      while (back != ROOT && trie.next(back, point) == NONE) {
        back = fail[back];
      }
      int to = parent == ROOT ? NONE : trie.next(back, point);
      fail[state] = to == NONE ? ROOT : to;
      shorter[state] = phrase[fail[state]] == NONE ? shorter[fail[state]] : fail[state];
    }
  }

  /**
   * Reads the text to its end.
   *
   * @return the steps that it took, for tests of their bound
   */
  public long read(CodePoints text, Hit hit) {
    int[] past = new int[ring];
    Arrays.fill(past, OUTSIDE);
    long taken = 0;
    int state = ROOT;
    int at = 0;
    for (int point = text.next(); point != CodePoints.END; point = text.next()) {
      int next = point == CodePoints.EDGE ? OUTSIDE : point;
      taken += ended(state, at, next, past, hit);
      boolean isOneMoreBlank = false;
      while (state != ROOT && !isOneMoreBlank && steps.next(state, next) == NONE) {
        isOneMoreBlank = next == ' ' && past[(at - 1) & (ring - 1)] == ' ';
        state = isOneMoreBlank ? state : fail[state];
        taken++;
      }
      if (isOneMoreBlank) {
        continue;
      }
      int to = steps.next(state, next);
      state = to == NONE ? ROOT : to;
      past[at & (ring - 1)] = next;
      at++;
      taken++;
    }
    return taken;
  }

  /** Tells of the phrases that end before {@code next}. */
  private int ended(int state, int at, int next, int[] past, Hit hit) {
    int taken = 0;
    int ending = phrase[state] == NONE ? shorter[state] : state;
    while (ending != NONE) {
      int one = phrase[ending];
      int first = at - lengths[one];
      boolean isWhole =
          isEdge(at == 0 ? OUTSIDE : past[(at - 1) & (ring - 1)], next)
              && isEdge(
                  first == 0 ? OUTSIDE : past[(first - 1) & (ring - 1)], past[first & (ring - 1)]);
      if (isWhole) {
        hit.met(one, at);
      }
      ending = shorter[ending];
      taken++;
    }
    return taken;
  }

  private static boolean isEdge(int before, int after) {
    return !isJoined(before) || !isJoined(after);
  }

  private static boolean isJoined(int point) {
    if (point < 0x80) {
      return (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9');
    }
    if (!Character.isLetterOrDigit(point)) {
      return false;
    }
    return switch (Character.UnicodeScript.of(point)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> false;
      default -> true;
    };
  }
}
