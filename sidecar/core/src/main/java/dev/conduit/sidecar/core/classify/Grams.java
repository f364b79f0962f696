// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import dev.conduit.sidecar.core.signal.TextReading;

/**
 * What each bucket of hashed grams weighs in a model, and how rare it is. Both lie in one cell,
 * since a decision needs both of some thousand buckets, and what it waits for is memory.
 *
 * @param cells by bucket; the weight in the upper 24 bits, signed, the rarity in the lower 8
 * @param step by which a weight is to be multiplied
 */
@SuppressWarnings("ArrayRecordComponent") // Big and read in hot loops; nobody writes to them.
public record Grams(int[] cells, float step) {
  /** Units of rarity in 1. */
  public static final int RARITY_STEPS = 24;

  /**
   * Puts together.
   *
   * @param weights by bucket
   * @param rarities by bucket, in {@link #RARITY_STEPS} of one, unsigned
   */
  public static Grams of(short[] weights, byte[] rarities, float step) {
    int[] cells = new int[TextReading.BUCKETS];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (weights[i] << Byte.SIZE) | (rarities[i] & 0xFF);
    }
    return new Grams(cells, step);
  }

  /** Of a cell; in steps. */
  public static int weight(int cell) {
    return cell >> Byte.SIZE;
  }

  /** Of a cell; in units. */
  public static int rarity(int cell) {
    return cell & 0xFF;
  }
}
