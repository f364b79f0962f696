// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.kv;

/**
 * The blocks that no sequence holds, in the order in which they are taken: least recently freed
 * first. Every operation is constant time.
 */
final class FreeList {
  private static final int ABSENT = -1;

  private final int end;
  private final int[] next;
  private final int[] previous;
  private int size;

  /** All of {@code blocks} blocks are free at first, block 0 being the first to be taken. */
  FreeList(int blocks) {
    end = blocks;
    next = new int[blocks + 1];
    previous = new int[blocks + 1];
    next[end] = end;
    previous[end] = end;
    for (int block = 0; block < blocks; block++) {
      next[block] = ABSENT;
      append(block);
    }
  }

  int size() {
    return size;
  }

  boolean contains(int block) {
    return next[block] != ABSENT;
  }

  /** Puts a block at the end: it is taken last. */
  void append(int block) {
    if (contains(block)) {
      throw new IllegalStateException("block " + block + " is free already");
    }
    int last = previous[end];
    next[last] = block;
    previous[block] = last;
    next[block] = end;
    previous[end] = block;
    size++;
  }

  /** Takes the block that was freed the longest ago. */
  int takeFirst() {
    if (size == 0) {
      throw new IllegalStateException("no free block");
    }
    int block = next[end];
    remove(block);
    return block;
  }

  void remove(int block) {
    if (!contains(block)) {
      throw new IllegalStateException("block " + block + " is not free");
    }
    next[previous[block]] = next[block];
    previous[next[block]] = previous[block];
    next[block] = ABSENT;
    size--;
  }
}
