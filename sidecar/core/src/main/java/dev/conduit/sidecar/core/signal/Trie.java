// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.signal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The words of {@link Phrases} by their beginnings: states from 0, the root, and steps between. */
final class Trie {
  private static final int NONE = -1;

  private final Map<Long, Integer> steps = new HashMap<>();
  private final List<Integer> parents = new ArrayList<>(List.of(NONE));
  private final List<Integer> points = new ArrayList<>(List.of(NONE));

  int size() {
    return parents.size();
  }

  int parent(int state) {
    return parents.get(state);
  }

  int point(int state) {
    return points.get(state);
  }

  /** All states but the root, each after the shorter ones. */
  List<Integer> byDepth() {
    int[] depths = new int[size()];
    IntStream.range(1, size()).forEach(state -> depths[state] = depths[parent(state)] + 1);
    return IntStream.range(1, size())
        .boxed()
        .sorted((one, other) -> Integer.compare(depths[one], depths[other]))
        .toList();
  }

  /** Where the character leads, or -1. */
  int next(int state, int point) {
    return steps.getOrDefault(Steps.key(state, point), NONE);
  }

  /** Where the character leads, in a new state if need be. */
  int add(int state, int point) {
    int known = next(state, point);
    if (known != NONE) {
      return known;
    }
    steps.put(Steps.key(state, point), size());
    parents.add(state);
    points.add(point);
    return size() - 1;
  }

  /** For looking up without boxes. */
  Steps steps() {
    return new Steps(steps);
  }

  /** A table with open addressing, half full at most; 0 is no step's key. */
  static final class Steps {
    private final long[] keys;
    private final int[] targets;

    private Steps(Map<Long, Integer> all) {
      int capacity = Integer.highestOneBit(2 * all.size() + 1) * 2;
      keys = new long[capacity];
      targets = new int[capacity];
      all.forEach(this::put);
    }

    private void put(long key, int target) {
      int i = slot(key);
      while (keys[i] != 0) {
        i = (i + 1) & (keys.length - 1);
      }
      keys[i] = key;
      targets[i] = target;
    }

    /** Where the character leads, or -1. */
    int next(int state, int point) {
      long key = key(state, point);
      int i = slot(key);
      while (keys[i] != 0) {
        if (keys[i] == key) {
          return targets[i];
        }
        i = (i + 1) & (keys.length - 1);
      }
      return NONE;
    }

    /** Characters are counted from 2, so that no step has the key 0. */
    private static long key(int state, int point) {
      return ((long) state << 32) | (point + 2L);
    }

    private int slot(long key) {
      return (int) ((key * 0x9E3779B97F4A7C15L) >>> 33) & (keys.length - 1);
    }
  }
}
