// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import dev.conduit.sidecar.core.exchange.UserText;
import java.util.Arrays;

/**
 * A text, read: how often each {@link Measure} was met, and which hashed words, pairs of words and
 * runs of four letters occur in it.
 *
 * <p>Idea: one pass over an excerpt of at most {@link #MAX_BYTES}; each gram is hashed into one of
 * {@link #BUCKETS} buckets and counted once. A character of Chinese or Japanese is a word, so pairs
 * are its words. Cost: some 3 steps a byte, no allocation: a reading is made once and used again
 * and again, by one thread at a time. Holds prompts until the next use: {@code toString} tells only
 * sizes. Source: decision 0015.
 */
public final class TextReading {
  /** More of a text is not looked at: {@link UserText#excerpt} chooses what is. */
  public static final int MAX_BYTES = 4096;

  /** A quarter for words, a quarter for pairs, a half for letters. */
  public static final int BUCKETS = 1 << 17;

  private static final int WORDS = 1 << 15;
  private static final int WORD_SHIFT = 32 - 15;
  private static final int LETTER_SHIFT = 32 - 16;
  private static final int FNV_BASIS = 0x811C9DC5;
  private static final int FNV_PRIME = 0x01000193;
  private static final int GOLDEN = 0x9E3779B1;
  private static final int LONG_WORD = 9;
  private static final int SIZE = Measure.values().length;

  private final byte[] text = new byte[MAX_BYTES];
  private final long[] seen = new long[BUCKETS >> 6];
  private final int[] buckets = new int[3 * MAX_BYTES];

  /** By measure; then how many buckets there are. */
  private final int[] counts = new int[SIZE + 1];

  private final Lexicon lexicon = Lexicon.STANDARD;

  /** Reads what users wrote, in place of what was read before. */
  public TextReading read(UserText user) {
    forget();
    scan(user.excerpt(text));
    return this;
  }

  /** How many different buckets there are. */
  public int size() {
    return counts[SIZE];
  }

  /** In order of their first occurrence; 0 up to {@link #size()}, exclusive. */
  public int bucket(int index) {
    return buckets[index];
  }

  /** Whether the bucket is one of single words. */
  public static boolean isWord(int bucket) {
    return bucket < WORDS;
  }

  public int count(Measure measure) {
    return counts[measure.index()];
  }

  private void forget() {
    for (int i = 0; i < size(); i++) {
      seen[buckets[i] >> 6] = 0;
    }
    Arrays.fill(counts, 0);
  }

  private void scan(int length) {
    counts[Measure.BYTES.index()] = length;
    int before = 0;
    int i = 0;
    while (i < length) {
      int b = text[i] & 0xFF;
      if (b <= ' ') {
        i = blank(i, b, length);
      } else if (isWordByte(b)) {
        int end = i + 1;
        while (end < length && isWordByte(text[end] & 0xFF)) {
          end++;
        }
        before = pair(before, word(i, end));
        i = end;
      } else {
        int end = Math.min(length, i + width(b));
        before = pair(before, sign(i, end, length));
        i = end;
      }
    }
  }

  /** Letters and digits of ASCII, and of the scripts whose characters take two bytes. */
  private static boolean isWordByte(int b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '_'
        || (b >= 0x80 && b <= 0xE1);
  }

  private static int width(int b) {
    if (b < 0x80) {
      return 1;
    }
    return b < 0xF0 ? 3 : 4;
  }

  private int blank(int at, int b, int length) {
    if (b == '\n') {
      counts[Measure.LINES.index()]++;
      lineStart(at + 1, length);
    }
    return at + 1;
  }

  private void lineStart(int at, int length) {
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

  /** The hash of the word; its letters go into their buckets on the way. */
  private int word(int from, int end) {
    int hash = FNV_BASIS;
    int window = '^';
    boolean isSingle = end - from == 1;
    for (int i = from; i < end; i++) {
      int b = lower(text[i] & 0xFF);
      hash = (hash ^ b) * FNV_PRIME;
      window = (window << 8) | b;
      if (i - from >= 2) {
        letters(window);
      }
    }
    if (!isSingle) {
      letters((window << 8) | '$');
    }
    int first = text[from];
    if (first >= '0' && first <= '9') {
      counts[Measure.NUMBERS.index()]++;
    }
    counts[Measure.WORDS.index()]++;
    counts[Measure.LONG_WORDS.index()] += end - from >= LONG_WORD ? 1 : 0;
    return known(hash);
  }

  private int lower(int b) {
    if (b >= 'A' && b <= 'Z') {
      counts[Measure.CAPITALS.index()]++;
      return b | 0x20;
    }
    if (b >= '0' && b <= '9') {
      counts[Measure.DIGITS.index()]++;
    }
    return b;
  }

  private int sign(int from, int end, int length) {
    int hash = FNV_BASIS;
    for (int i = from; i < end; i++) {
      hash = (hash ^ (text[i] & 0xFF)) * FNV_PRIME;
    }
    Measure kind = Signs.of(text, from, end, length);
    if (kind != Measure.BYTES) {
      counts[kind.index()]++;
    }
    return known(hash);
  }

  private int known(int hash) {
    add((hash * GOLDEN) >>> WORD_SHIFT);
    lexicon.count(hash, counts);
    return hash;
  }

  private int pair(int before, int hash) {
    int both = pairOf(before, hash);
    add(WORDS + ((both * GOLDEN) >>> WORD_SHIFT));
    lexicon.count(both, counts);
    return hash;
  }

  private static int pairOf(int before, int hash) {
    return ((before * 31) ^ hash) * FNV_PRIME;
  }

  /** What {@link Lexicon} files a word, or a pair of words, under. */
  static int hash(byte[] entry) {
    int hash = 0;
    int i = 0;
    while (i < entry.length) {
      int b = entry[i] & 0xFF;
      int end = isWordByte(b) ? i + 1 : i + width(b);
      while (isWordByte(b) && end < entry.length && isWordByte(entry[end] & 0xFF)) {
        end++;
      }
      int own = FNV_BASIS;
      for (int k = i; k < end; k++) {
        own = (own ^ (entry[k] & 0xFF)) * FNV_PRIME;
      }
      hash = i == 0 ? own : pairOf(hash, own);
      i = end < entry.length && entry[end] == ' ' ? end + 1 : end;
    }
    return hash;
  }

  private void letters(int window) {
    add(2 * WORDS + ((window * GOLDEN) >>> LETTER_SHIFT));
  }

  private void add(int bucket) {
    long bit = 1L << bucket;
    if ((seen[bucket >> 6] & bit) == 0) {
      seen[bucket >> 6] |= bit;
      buckets[counts[SIZE]++] = bucket;
    }
  }

  @Override
  public String toString() {
    return "TextReading[" + count(Measure.BYTES) + " bytes, " + size() + " buckets]";
  }
}
