// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import dev.conduit.sidecar.core.classify.DenseFeatures;
import dev.conduit.sidecar.core.exchange.UserText;
import dev.conduit.sidecar.core.signal.TextReading;
import java.util.ArrayList;
import java.util.List;

/** Examples, read once as the data plane reads requests, to be fitted and judged many times. */
public final class Corpus {
  private final List<int[]> buckets = new ArrayList<>();
  private final List<double[]> dense = new ArrayList<>();
  private final List<Example> examples;

  private Corpus(List<Example> examples) {
    this.examples = List.copyOf(examples);
  }

  public static Corpus of(List<Example> examples) {
    Corpus corpus = new Corpus(examples);
    TextReading reading = new TextReading();
    for (Example example : examples) {
      reading.read(UserText.of(example.prompt()));
      int[] grams = new int[reading.size()];
      for (int i = 0; i < grams.length; i++) {
        grams[i] = reading.bucket(i);
      }
      double[] features = new double[DenseFeatures.COUNT];
      DenseFeatures.of(reading, features);
      corpus.buckets.add(grams);
      corpus.dense.add(features);
    }
    return corpus;
  }

  public int size() {
    return examples.size();
  }

  public Example example(int row) {
    return examples.get(row);
  }

  int[] buckets(int row) {
    return buckets.get(row);
  }

  double[] dense(int row) {
    return dense.get(row);
  }

  double gain(int row) {
    return examples.get(row).gain();
  }

  /** All rows, in order. */
  public int[] rows() {
    int[] rows = new int[size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
    }
    return rows;
  }
}
