// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.serve;

import dev.conduit.engine.simulator.text.Seed;
import dev.conduit.engine.surface.spi.Embedder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Unit vectors made from tokens: each token has a direction of its own, a text is their sum. So
 * equal texts have equal vectors and texts with words in common are closer than others.
 */
record TokenVectors(long seed, int size) {

  Embedder.Vector of(List<Integer> tokens) {
    double[] sum = new double[size];
    for (int token : tokens) {
      SplittableRandom direction = new Seed(seed).with(token).random();
      for (int i = 0; i < size; i++) {
        sum[i] += direction.nextDouble() * 2 - 1;
      }
    }
    double norm = 0;
    for (double x : sum) {
      norm += x * x;
    }
    norm = Math.sqrt(norm);
    List<Float> values = new ArrayList<>(size);
    for (double x : sum) {
      values.add((float) (x / norm));
    }
    return new Embedder.Vector(values);
  }
}
