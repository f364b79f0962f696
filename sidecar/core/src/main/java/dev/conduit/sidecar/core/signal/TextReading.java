// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import dev.conduit.sidecar.core.exchange.UserText;
import java.util.Arrays;

/**
 * A text, read: how often each {@link Measure} was met, and which hashed words, pairs and triples
 * of words occur in it.
 *
 * <p>Idea: one pass over an excerpt of at most {@link #MAX_BYTES} finds its {@link Words}; each
 * gram of them is hashed into one of {@link #BUCKETS} buckets and counted once. Cost: some 2 steps
 * a byte, no allocation: a reading is made once and used again and again, by one thread at a time.
 * Holds prompts until the next use: {@code toString} tells only sizes. Source: decision 0015.
 */
public final class TextReading {
  /** More of a text is not looked at: {@link UserText#excerpt} chooses what is. */
  public static final int MAX_BYTES = 4096;

  /** A quarter for words, a quarter for pairs, a half for triples. */
  public static final int BUCKETS = 1 << 18;

  private static final int WORDS = 1 << 16;
  private static final int WORD_SHIFT = 32 - 16;
  private static final int TRIPLE_SHIFT = 32 - 17;
  private static final int GOLDEN = 0x9E3779B1;
  private static final int SIZE = Measure.values().length;

  /** From so many buckets on it is faster to forget all than each. */
  private static final int MANY = 512;

  private final long[] seen = new long[BUCKETS >> 6];

  /** Room for three of each byte, and one that is written before it is known to be new. */
  private final int[] buckets = new int[3 * MAX_BYTES + 1];

  /** By measure; then how many buckets there are; then by cue. */
  private final int[] counts = new int[SIZE + 1 + Cue.values().length];

  /** Hashes that the lexicon may know, and one that is written before it is asked. */
  private final int[] maybeKnown = new int[2 * MAX_BYTES + 1];

  private final Words words = new Words(MAX_BYTES);
  private final Lexicon lexicon = Lexicon.STANDARD;

  /** Reads what users wrote, in place of what was read before. */
  public TextReading read(UserText user) {
    forget();
    join(words.read(user, counts));
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

  /** The same as a number: 1 for a bucket of single words, else 0. */
  public static int ofWord(int bucket) {
    return (bucket - WORDS) >>> (Integer.SIZE - 1);
  }

  public int count(Measure measure) {
    return counts[measure.index()];
  }

  public int count(Cue cue) {
    return counts[cue.index()];
  }

  private void forget() {
    int size = size();
    if (size > MANY) {
      Arrays.fill(seen, 0);
    } else {
      for (int i = 0; i < size; i++) {
        seen[buckets[i] >> 6] = 0;
      }
    }
    Arrays.fill(counts, 0);
  }

  /**
   * Counts each gram once. Without branches, which would be guessed wrong every other time, and
   * with all that a step needs in variables of its own: it is taken for each word.
   */
  private void join(int many) {
    int[] hashes = words.hashes();
    int[] inPairs = words.inPairs();
    int before = 0;
    int bothBefore = 0;
    int size = 0;
    int different = 0;
    int maybe = 0;
    for (int i = 0; i < many; i++) {
      int word = hashes[i];
      int isNew = add((word * GOLDEN) >>> WORD_SHIFT, size);
      different += isNew;
      size += isNew;
      maybeKnown[maybe] = word;
      maybe += lexicon.mayKnow(word);
      int joined = inPairs[i];
      int both = pairOf(before, joined);
      size += add(WORDS + ((both * GOLDEN) >>> WORD_SHIFT), size);
      maybeKnown[maybe] = both;
      maybe += lexicon.mayKnow(both);
      int three = pairOf(bothBefore, joined);
      size += add(2 * WORDS + ((three * GOLDEN) >>> TRIPLE_SHIFT), size);
      before = joined;
      bothBefore = both;
    }
    for (int i = 0; i < maybe; i++) {
      lexicon.count(maybeKnown[i], counts);
    }
    counts[SIZE] = size;
    counts[Measure.DIFFERENT.index()] = different;
  }

  /** One when it is new. */
  private int add(int bucket, int size) {
    long bits = seen[bucket >> 6];
    buckets[size] = bucket;
    seen[bucket >> 6] = bits | (1L << bucket);
    return (int) (~bits >>> bucket) & 1;
  }

  static int pairOf(int before, int hash) {
    return ((before * 31) ^ hash) * Words.FNV_PRIME;
  }

  @Override
  public String toString() {
    return "TextReading[" + count(Measure.BYTES) + " bytes, " + size() + " buckets]";
  }
}
