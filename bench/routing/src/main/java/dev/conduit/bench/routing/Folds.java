// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.routing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Texts in parts of which each is judged by a model of the others.
 *
 * @param part of each row
 */
@SuppressWarnings("ArrayRecordComponent") // Big and read in hot loops; nobody writes to them.
record Folds(int[] part) {
  static final int COUNT = 5;

  /** By chance. */
  static Folds shuffled(int rows, long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, rows).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    int[] part = new int[rows];
    for (int i = 0; i < rows; i++) {
      part[order.get(i)] = i % COUNT;
    }
    return new Folds(part);
  }

  /** All rows with the same subject together. */
  static Folds bySubject(int rows, IntFunction<String> subject, long seed) {
    List<String> subjects =
        new ArrayList<>(IntStream.range(0, rows).mapToObj(subject).distinct().sorted().toList());
    Collections.shuffle(subjects, new Random(seed));
    int[] part = new int[rows];
    for (int i = 0; i < rows; i++) {
      part[i] = subjects.indexOf(subject.apply(i)) % COUNT;
    }
    return new Folds(part);
  }

  int[] in(int fold) {
    return IntStream.range(0, part.length).filter(i -> part[i] == fold).toArray();
  }

  int[] outside(int fold) {
    return IntStream.range(0, part.length).filter(i -> part[i] != fold).toArray();
  }
}
