// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import dev.conduit.sidecar.core.exchange.UserText;
import java.util.Arrays;

/**
 * The words, numbers and signs of a text in their order, hashed, and counts of what they are.
 *
 * <p>A number counts by its shape, how many digits and whether it has a fraction, and in pairs and
 * triples a word that begins with a capital letter stands for all such words: which number it is,
 * and who buys the apples, does not make a question harder. A character of Chinese or Japanese is a
 * word, so pairs are its words.
 *
 * <p>Idea: one table tells what each byte means, and each byte is looked at once: what costs time
 * is guessing wrong where a word ends. Hashes are FNV-1a of 32 bits. Used by one thread at a time;
 * holds prompts.
 */
final class Words {
  static final int FNV_PRIME = 0x01000193;
  private static final int FNV_BASIS = 0x811C9DC5;

  /** What any word with a capital is in a pair; a word with this very hash is taken for one too. */
  private static final int NAME = 0x5BD1E995;

  private static final int MOST_DIGITS = 4;
  private static final int FRACTION = 8;
  private static final int LONG_WORD = 9;
  private static final int CAPITAL = 1 << 8;
  private static final int NUMERAL = 1 << 24;
  private static final int CAPITALS = (1 << Short.SIZE) - 1;

  private static final byte BLANK = 0;
  private static final byte DIGIT = 1;
  private static final byte WORD = 2;
  private static final byte SIGN = 3;
  private static final byte[] KINDS = kinds();

  /** By byte: zero for one of no word, else it in lower case, and what it is. */
  private static final int[] MEANINGS = meanings();

  /** 1 when a sentence ended, so that the next word begins another. */
  private static final int ENDED = 0;

  /** 1 after the newest message, whose last sentence is the one that asks. */
  private static final int OLDER = 1;

  /** Capitals, and digits above them, so far; where the newest message ends; its last sentence. */
  private static final int MET = 2;

  private static final int NEWEST = 3;
  private static final int SENTENCE = 4;
  private static final int STATES = 5;

  /** A zero follows the text, which ends a word. */
  private final byte[] text;

  private final int[] words;
  private final int[] joined;
  private final int[] state = new int[STATES];

  Words(int most) {
    text = new byte[most + 1];
    words = new int[most];
    joined = new int[most];
  }

  /** Of the words themselves; as many as {@link #read} said. Read it only. */
  int[] hashes() {
    return words;
  }

  /** Of the words in pairs and triples. Read it only. */
  int[] inPairs() {
    return joined;
  }

  /**
   * Reads in place of what was read before.
   *
   * @param counts by {@link Measure}, zeros; all but {@link Measure#DIFFERENT} are counted
   * @return how many words there are
   */
  int read(UserText user, int[] counts) {
    int length = user.excerpt(text, words.length);
    text[length] = 0;
    Arrays.fill(state, 0);
    int size = 0;
    int i = 0;
    while (i < length) {
      switch (KINDS[text[i] & 0xFF]) {
        case WORD -> i = pastBlank(word(i, size++, counts));
        case BLANK -> i = blank(i, length, counts);
        case SIGN -> i = pastBlank(sign(i, size++, length, counts));
        default -> i = pastBlank(number(i, size++, counts));
      }
    }
    int newest = state[OLDER] == 0 ? state[MET] : state[NEWEST];
    counts[Measure.WORDS.index()] += size;
    counts[Measure.CAPITALS.index()] = state[MET] & CAPITALS;
    counts[Measure.DIGITS.index()] = state[MET] >>> Short.SIZE;
    counts[Measure.LAST_DIGITS.index()] =
        (newest >>> Short.SIZE) - (state[SENTENCE] >>> Short.SIZE);
    // Until here it counted the signs that tell nothing.
    counts[Measure.BYTES.index()] = length;
    return size;
  }

  /** A blank mostly follows, and asking whether it does is guessed wrong too often. */
  private int pastBlank(int at) {
    return at + ((((text[at] & 0xFF) ^ ' ') - 1) >>> 31);
  }

  private int word(int from, int index, int[] counts) {
    int hash = FNV_BASIS;
    int met = 0;
    int i = from;
    int meaning = MEANINGS[text[i] & 0xFF];
    while (meaning != 0) {
      hash = (hash ^ (meaning & 0xFF)) * FNV_PRIME;
      met += meaning >>> Byte.SIZE;
      i++;
      meaning = MEANINGS[text[i] & 0xFF];
    }
    begin(met);
    counts[Measure.LONG_WORDS.index()] += (LONG_WORD - 1 - (i - from)) >>> (Integer.SIZE - 1);
    words[index] = hash;
    int isNone = noName(text[from], text[from + 1]);
    joined[index] = (hash & isNone) | (NAME & ~isNone);
    return i;
  }

  /** Zero for a capital before a small letter, else all ones: a branch would be guessed wrong. */
  private static int noName(int first, int second) {
    return ((first - 'A') | ('Z' - first) | (second - 'a') | ('z' - second)) >> (Integer.SIZE - 1);
  }

  /** A word or a number begins, in which so many capitals and digits are. */
  private void begin(int met) {
    if (state[ENDED] != 0) {
      state[SENTENCE] = state[OLDER] == 0 ? state[MET] : state[SENTENCE];
      state[ENDED] = 0;
    }
    state[MET] += met;
  }

  /** Where it ends; commas and points between digits belong to it. */
  private int number(int from, int index, int[] counts) {
    int digits = 0;
    int fraction = 0;
    int i = from;
    while (isDigit(text[i]) || (isMark(text[i]) && isDigit(text[i + 1]))) {
      digits += isDigit(text[i]) ? 1 : 0;
      fraction |= text[i] == '.' ? 1 : 0;
      i++;
    }
    begin(digits * (NUMERAL >>> Byte.SIZE));
    counts[Measure.DECIMALS.index()] += fraction;
    counts[Measure.NUMBERS.index()]++;
    int shape = '0' + FRACTION * fraction + Math.min(MOST_DIGITS, digits);
    words[index] = (FNV_BASIS ^ shape) * FNV_PRIME;
    joined[index] = words[index];
    return i;
  }

  private static boolean isDigit(int b) {
    return isIn(b, '0', '9');
  }

  /** In one comparison, whose outcome is mostly the same. */
  private static boolean isIn(int b, int first, int last) {
    return ((b - first) | (last - b)) >= 0;
  }

  private static boolean isMark(int b) {
    return b == '.' || b == ',';
  }

  private int sign(int from, int index, int length, int[] counts) {
    int end = Math.min(length, from + width(text[from] & 0xFF));
    int hash = FNV_BASIS;
    for (int i = from; i < end; i++) {
      hash = (hash ^ (text[i] & 0xFF)) * FNV_PRIME;
    }
    Measure kind = Signs.of(text, from, end, length);
    counts[kind.index()]++;
    counts[Measure.WORDS.index()]--;
    if (kind == Measure.SENTENCES || kind == Measure.QUESTIONS) {
      state[ENDED] = 1;
    }
    words[index] = hash;
    joined[index] = hash;
    return end;
  }

  private static int width(int b) {
    if (b < 0x80) {
      return 1;
    }
    return b < 0xF0 ? 3 : 4;
  }

  private int blank(int at, int length, int[] counts) {
    if (text[at] == UserText.BETWEEN && state[OLDER] == 0) {
      state[OLDER] = 1;
      state[NEWEST] = state[MET];
    }
    if (text[at] == '\n') {
      counts[Measure.LINES.index()]++;
      lineStart(at + 1, length, counts);
    }
    return at + 1;
  }

  private void lineStart(int at, int length, int[] counts) {
    if (at + 2 >= length) {
      return;
    }
    int first = text[at];
    int second = text[at + 1];
    boolean isMarked = (second == '.' || second == ')') && text[at + 2] == ' ';
    if (isMarked && first >= 'A' && first <= 'J') {
      counts[Measure.CHOICES.index()]++;
    } else if ((isMarked && first >= '1' && first <= '9')
        || ((first == '-' || first == '*') && second == ' ')) {
      counts[Measure.ITEMS.index()]++;
    }
  }

  /** What {@link Lexicon} files a word, or a pair of words, under. */
  static int hash(byte[] entry) {
    int hash = 0;
    int i = 0;
    while (i < entry.length) {
      int b = entry[i] & 0xFF;
      int end = isOfWord(b) ? i + 1 : i + width(b);
      while (isOfWord(b) && end < entry.length && isOfWord(entry[end] & 0xFF)) {
        end++;
      }
      int own = FNV_BASIS;
      for (int k = i; k < end; k++) {
        own = (own ^ (entry[k] & 0xFF)) * FNV_PRIME;
      }
      hash = i == 0 ? own : TextReading.pairOf(hash, own);
      i = end < entry.length && entry[end] == ' ' ? end + 1 : end;
    }
    return hash;
  }

  /** Letters and digits of ASCII, and of the scripts whose characters take two bytes. */
  private static boolean isOfWord(int b) {
    return isIn(b, 'a', 'z') || isIn(b, 'A', 'Z') || isDigit(b) || b == '_' || isIn(b, 0x80, 0xE1);
  }

  private static int[] meanings() {
    int[] meanings = new int[256];
    for (int b = 0; b < meanings.length; b++) {
      int capital = isIn(b, 'A', 'Z') ? CAPITAL | ('a' - 'A') : 0;
      int digit = isDigit(b) ? NUMERAL : 0;
      meanings[b] = isOfWord(b) ? b | capital | digit : 0;
    }
    return meanings;
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    for (int b = 0; b < kinds.length; b++) {
      byte visible = isDigit(b) ? DIGIT : isOfWord(b) ? WORD : SIGN;
      kinds[b] = b <= ' ' ? BLANK : visible;
    }
    return kinds;
  }

  @Override
  public String toString() {
    return "Words[" + text.length + " bytes]";
  }
}
