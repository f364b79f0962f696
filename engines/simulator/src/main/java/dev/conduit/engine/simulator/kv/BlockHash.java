// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.kv;

import java.util.ArrayList;
import java.util.List;

/**
 * Names the content of a full block: its tokens and, through the parent's hash, everything before
 * them. Two blocks with one hash hold the same keys and values. 128 bits, so that a collision is
 * not a concern; not meant to withstand an attacker.
 *
 * @param high upper 64 bits
 * @param low lower 64 bits
 */
public record BlockHash(long high, long low) {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long OTHER = 0xD6E8FEB86659FD93L;

  /**
   * Where a chain starts. Chains of different adapters or cache salts never meet.
   *
   * @param space names who may share blocks; empty for the base model without a salt
   */
  public static BlockHash root(String space) {
    BlockHash hash = new BlockHash(GOLDEN, OTHER);
    for (int i = 0; i < space.length(); i++) {
      hash = hash.with(space.charAt(i));
    }
    return hash;
  }

  /** The hashes of the full blocks of {@code tokens}, first block first. */
  public static List<BlockHash> chain(String space, List<Integer> tokens, int blockSize) {
    List<BlockHash> hashes = new ArrayList<>();
    BlockHash parent = root(space);
    for (int end = blockSize; end <= tokens.size(); end += blockSize) {
      parent = parent.child(tokens.subList(end - blockSize, end));
      hashes.add(parent);
    }
    return hashes;
  }

  /** The hash of a block that follows this one. */
  public BlockHash child(List<Integer> tokens) {
    BlockHash hash = with(tokens.size());
    for (int token : tokens) {
      hash = hash.with(token);
    }
    return hash;
  }

  private BlockHash with(int value) {
    long nextHigh = mix(high ^ (value + GOLDEN));
    return new BlockHash(nextHigh, mix(low + nextHigh * OTHER + value));
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
