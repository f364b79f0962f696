// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import dev.conduit.sidecar.core.exchange.UserText;
import dev.conduit.sidecar.core.signal.TextReading;
import java.util.List;

/** Texts, read once as the data plane reads requests, to be fitted and judged many times. */
public final class Corpus {
  private final List<Example> examples;
  private final List<Features> features;
  private final List<Label> labels;

  private Corpus(List<Example> examples, List<Features> features, List<Label> labels) {
    this.examples = List.copyOf(examples);
    this.features = List.copyOf(features);
    this.labels = List.copyOf(labels);
  }

  /** Of texts that are at hand. */
  public static Corpus of(List<Example> examples) {
    TextReading reading = new TextReading();
    return new Corpus(
        examples,
        examples.stream().map(one -> Features.of(reading.read(UserText.of(one.prompt())))).toList(),
        examples.stream().map(one -> new Label(one.gain(), 1)).toList());
  }

  /** Of outcomes whose texts are not known; it has no {@link #example}. */
  static Corpus of(List<Features> features, List<Label> labels) {
    return new Corpus(List.of(), features, labels);
  }

  public int size() {
    return features.size();
  }

  public Example example(int row) {
    return examples.get(row);
  }

  /** What is remembered of a text. */
  public Features features(int row) {
    return features.get(row);
  }

  int[] buckets(int row) {
    return features.get(row).buckets();
  }

  double[] dense(int row) {
    return features.get(row).dense();
  }

  double gain(int row) {
    return labels.get(row).gain();
  }

  Label label(int row) {
    return labels.get(row);
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
