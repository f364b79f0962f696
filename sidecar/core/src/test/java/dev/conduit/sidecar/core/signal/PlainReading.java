// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import dev.conduit.sidecar.core.exchange.UserText;
import java.util.Arrays;

/**
 * What {@link TextReading} has to see, read in the plain way: byte by byte, one thing after
 * another.
 */
final class PlainReading {
  private static final int MAX_BYTES = TextReading.MAX_BYTES;

  private static final int BUCKETS = TextReading.BUCKETS;

  private static final int WORDS = 1 << 16;
  private static final int WORD_SHIFT = 32 - 16;
  private static final int TRIPLE_SHIFT = 32 - 17;

  /** What any word with a capital is in a pair; a word with this very hash is taken for one too. */
  private static final int NAME = 0x5BD1E995;

  /** The last word or sign, and the one before it, as pairs and triples see them. */
  private static final int BEFORE = 0;

  private static final int BEFORE_THAT = 1;

  /** 1 when a sentence ended, so that the next word begins another. */
  private static final int ENDED = 2;

  /** 1 after the newest message, whose last sentence is the one that asks. */
  private static final int OLDER = 3;

  private static final int STATES = 4;
  private static final int MOST_DIGITS = 4;
  private static final int FRACTION = 8;
  private static final int FNV_BASIS = 0x811C9DC5;
  private static final int FNV_PRIME = 0x01000193;
  private static final int GOLDEN = 0x9E3779B1;
  private static final int LONG_WORD = 9;
  private static final int SIZE = Measure.values().length;

  private final byte[] text = new byte[MAX_BYTES];
  private final long[] seen = new long[BUCKETS >> 6];

  /** Room for three of each byte, and one that is written before it is known to be new. */
  private final int[] buckets = new int[3 * MAX_BYTES + 1];

  /** By measure; then how many buckets there are. */
  private final int[] counts = new int[SIZE + 1];

  private final Lexicon lexicon = Lexicon.STANDARD;

  /** Where the pass is; see the constants. */
  private final int[] state = new int[STATES];

  /** Reads what users wrote, in place of what was read before. */
  PlainReading read(UserText user) {
    forget();
    scan(user.excerpt(text));
    return this;
  }

  /** How many different buckets there are. */
  int size() {
    return counts[SIZE];
  }

  /** In order of their first occurrence; 0 up to {@link #size()}, exclusive. */
  int bucket(int index) {
    return buckets[index];
  }

  int count(Measure measure) {
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
    Arrays.fill(state, 0);
    int i = 0;
    while (i < length) {
      int b = text[i] & 0xFF;
      if (b <= ' ') {
        i = blank(i, b, length);
      } else if (isDigit(b)) {
        i = number(i, length);
      } else if (isWordByte(b)) {
        int end = i + 1;
        while (end < length && isWordByte(text[end] & 0xFF)) {
          end++;
        }
        i = word(i, end);
      } else {
        i = sign(i, Math.min(length, i + width(b)), length);
      }
    }
  }

  private static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }

  /** Letters and digits of ASCII, and of the scripts whose characters take two bytes. */
  private static boolean isWordByte(int b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || isDigit(b)
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
    if (b == UserText.BETWEEN) {
      state[OLDER] = 1;
    }
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

  /** Where it ends; commas and points between digits belong to it. */
  private int number(int from, int length) {
    begin();
    int digits = 0;
    int fraction = 0;
    int i = from;
    while (i < length && (isDigit(text[i]) || isDigit(afterMark(i, length)))) {
      digits += isDigit(text[i]) ? 1 : 0;
      fraction |= text[i] == '.' ? 1 : 0;
      i++;
    }
    counts[Measure.DIGITS.index()] += digits;
    counts[Measure.LAST_DIGITS.index()] += (1 - state[OLDER]) * digits;
    counts[Measure.DECIMALS.index()] += fraction;
    counts[Measure.NUMBERS.index()]++;
    counts[Measure.WORDS.index()]++;
    int shape = '0' + FRACTION * fraction + Math.min(MOST_DIGITS, digits);
    int hash = (FNV_BASIS ^ shape) * FNV_PRIME;
    known(hash);
    join(hash);
    return i;
  }

  /** The byte after a point or a comma; 0 elsewhere. */
  private int afterMark(int at, int length) {
    boolean isMark = text[at] == '.' || text[at] == ',';
    return isMark && at + 1 < length ? text[at + 1] : 0;
  }

  private int word(int from, int end) {
    begin();
    int hash = FNV_BASIS;
    for (int i = from; i < end; i++) {
      hash = (hash ^ lower(text[i] & 0xFF)) * FNV_PRIME;
    }
    counts[Measure.WORDS.index()]++;
    counts[Measure.LONG_WORDS.index()] += end - from >= LONG_WORD ? 1 : 0;
    known(hash);
    boolean isName = text[from] >= 'A' && text[from] <= 'Z' && end - from > 1;
    join(isName && text[from + 1] >= 'a' ? NAME : hash);
    return end;
  }

  private int lower(int b) {
    if (b >= 'A' && b <= 'Z') {
      counts[Measure.CAPITALS.index()]++;
      return b | 0x20;
    }
    if (isDigit(b)) {
      counts[Measure.DIGITS.index()]++;
      counts[Measure.LAST_DIGITS.index()] += 1 - state[OLDER];
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
    if (kind == Measure.SENTENCES || kind == Measure.QUESTIONS) {
      state[ENDED] = 1;
    }
    known(hash);
    join(hash);
    return end;
  }

  private void begin() {
    if (state[ENDED] > state[OLDER]) {
      counts[Measure.LAST_DIGITS.index()] = 0;
    }
    state[ENDED] = 0;
  }

  private void known(int hash) {
    int had = size();
    add((hash * GOLDEN) >>> WORD_SHIFT);
    counts[Measure.DIFFERENT.index()] += size() - had;
    lexicon.count(hash, counts);
  }

  private void join(int hash) {
    int both = pairOf(state[BEFORE], hash);
    add(WORDS + ((both * GOLDEN) >>> WORD_SHIFT));
    lexicon.count(both, counts);
    int three = pairOf(pairOf(state[BEFORE_THAT], state[BEFORE]), hash);
    add(2 * WORDS + ((three * GOLDEN) >>> TRIPLE_SHIFT));
    state[BEFORE_THAT] = state[BEFORE];
    state[BEFORE] = hash;
  }

  private static int pairOf(int before, int hash) {
    return ((before * 31) ^ hash) * FNV_PRIME;
  }

  /** Without a branch, which would be guessed wrong every other time. */
  private void add(int bucket) {
    long word = seen[bucket >> 6];
    int size = counts[SIZE];
    buckets[size] = bucket;
    counts[SIZE] = size + (int) ((~word >>> bucket) & 1);
    seen[bucket >> 6] = word | (1L << bucket);
  }
}
