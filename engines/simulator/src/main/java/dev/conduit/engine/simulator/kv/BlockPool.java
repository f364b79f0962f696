// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.kv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All KV blocks of an engine.
 *
 * <p>Shape: a block is held by one or more sequences (its reference count) or free. A free block
 * keeps its content, and can be held again by its hash, until it is taken for something else; the
 * least recently freed goes first. Confined to one thread.
 *
 * <p>Unlike vLLM's pool, a second block with content that is cached already is not remembered
 * twice.
 */
public final class BlockPool {
  private final int blockSize;
  private final int[] references;
  private final List<Optional<BlockHash>> hashes;
  private final Map<BlockHash, Integer> cached = new HashMap<>();
  private final FreeList free;

  /**
   * An empty cache.
   *
   * @param blocks how many there are, at least 1
   * @param blockSize tokens in a block, at least 1
   */
  public BlockPool(int blocks, int blockSize) {
    if (blocks < 1 || blockSize < 1) {
      throw new IllegalArgumentException(
          "blocks and blockSize must be at least 1, were " + blocks + " and " + blockSize);
    }
    this.blockSize = blockSize;
    references = new int[blocks];
    hashes = new ArrayList<>(Collections.nCopies(blocks, Optional.empty()));
    free = new FreeList(blocks);
  }

  public int blockSize() {
    return blockSize;
  }

  public int total() {
    return references.length;
  }

  public int free() {
    return free.size();
  }

  /** How many sequences hold a block. */
  public int references(int block) {
    return references[block];
  }

  /** The share of blocks that sequences hold, in [0,1]. */
  public double usage() {
    return 1 - (double) free.size() / references.length;
  }

  /** Blocks needed for so many tokens. */
  public int blocksFor(int tokens) {
    return Math.ceilDiv(tokens, blockSize);
  }

  /** The cached blocks of the longest known prefix of a chain of hashes, first block first. */
  public List<Integer> longestPrefix(List<BlockHash> chain) {
    List<Integer> found = new ArrayList<>();
    for (BlockHash hash : chain) {
      Integer block = cached.get(hash);
      if (block == null) {
        break;
      }
      found.add(block);
    }
    return found;
  }

  /** How many of these blocks would leave the free list if they were held. */
  public int freeAmong(List<Integer> blocks) {
    int count = 0;
    for (int block : blocks) {
      count += references[block] == 0 ? 1 : 0;
    }
    return count;
  }

  /** Adds a holder to cached blocks. */
  public void hold(List<Integer> blocks) {
    for (int block : blocks) {
      if (references[block]++ == 0) {
        free.remove(block);
      }
    }
  }

  /** Takes free blocks, forgetting what they held; the caller has checked that there are enough. */
  public List<Integer> take(int count) {
    List<Integer> taken = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int block = free.takeFirst();
      hashes.get(block).ifPresent(cached::remove);
      hashes.set(block, Optional.empty());
      references[block] = 1;
      taken.add(block);
    }
    return taken;
  }

  /** Remembers a held block's content, unless that content is cached already. */
  public void remember(int block, BlockHash hash) {
    if (hashes.get(block).isEmpty() && cached.putIfAbsent(hash, block) == null) {
      hashes.set(block, Optional.of(hash));
    }
  }

  /**
   * Ends one holder's claim on its blocks, given in the order of its tokens. Its last block is
   * freed first, and so evicted first: a prefix outlives what followed it.
   */
  public void release(List<Integer> blocks) {
    for (int block : blocks.reversed()) {
      if (references[block] < 1) {
        throw new IllegalStateException("block " + block + " has no holder");
      }
      if (--references[block] == 0) {
        free.append(block);
      }
    }
  }

  /** Forgets all cached content; false, and nothing changes, while a sequence holds a block. */
  public boolean reset() {
    if (free.size() != references.length) {
      return false;
    }
    cached.clear();
    hashes.replaceAll(hash -> Optional.empty());
    return true;
  }

  @Override
  public String toString() {
    return "BlockPool[free %d of %d, cached %d, held %d]"
        .formatted(
            free.size(),
            references.length,
            cached.size(),
            Arrays.stream(references).filter(count -> count > 0).count());
  }
}
