// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.routing;

import dev.conduit.sidecar.core.classify.LinearModel;
import dev.conduit.sidecar.core.classify.ModelCodec;
import dev.conduit.sidecar.learning.Corpus;
import dev.conduit.sidecar.learning.Example;
import dev.conduit.sidecar.learning.Settings;
import dev.conduit.sidecar.learning.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;

/** Trains the model that is shipped, or measures how well models route. */
public final class Main {
  private static final int BAD_INPUT = 2;

  private final List<String> arguments;

  private Main(List<String> arguments) {
    this.arguments = arguments;
  }

  /**
   * @param arguments {@code train OUT FOLDER}, {@code bench FOLDER}, {@code bench TRAIN TEST} with
   *     files of outcomes, {@code learning TRAIN SERVE}, {@code decision FOLDER}, or {@code tokens
   *     FOLDER}
   */
  public static void main(String[] arguments) throws IOException {
    try {
      new Main(List.of(arguments)).run();
    } catch (IllegalArgumentException | UncheckedIOException e) {
      System.err.println("bench/routing: " + e.getMessage());
      System.exit(BAD_INPUT);
    }
  }

  private void run() throws IOException {
    switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
      case "train" -> train(Path.of(arguments.get(1)), Dataset.inFolder(Path.of(arguments.get(2))));
      case "bench" -> bench();
      case "decision" -> decision();
      case "learning" -> learning();
      case "tokens" -> new TokenError(System.out, Path.of(arguments.get(1))).run();
      default ->
          throw new IllegalArgumentException(
              "\"%s\" is not a verb; say train, bench, learning, decision or tokens"
                  .formatted(String.join(" ", arguments)));
    }
  }

  private void bench() throws IOException {
    Report report = new Report(System.out, Settings.shipped());
    Path first = Path.of(arguments.get(1));
    if (arguments.size() > 2) {
      report.across(Dataset.read(first), Dataset.read(Path.of(arguments.get(2))));
    } else if (Files.isDirectory(first)) {
      all(report, Dataset.inFolder(first));
    } else {
      report.alone(Dataset.read(first));
    }
    report.end();
  }

  private void learning() {
    Dataset train = Dataset.read(Path.of(arguments.get(1)));
    Dataset serve = Dataset.read(Path.of(arguments.get(2)));
    new Learning(System.out, train, serve).run();
  }

  private void decision() {
    Report report = new Report(System.out, Settings.shipped());
    report.latency(Path.of(arguments.get(1)));
    report.end();
  }

  private static void all(Report report, List<Dataset> sets) {
    sets.forEach(report::alone);
    for (Dataset train : sets) {
      sets.stream()
          .filter(test -> !test.name().equals(train.name()))
          .forEach(test -> report.across(train, test));
    }
    if (sets.size() > 1) {
      report.together(sets);
    }
  }

  private static void train(Path out, List<Dataset> sets) throws IOException {
    List<Example> all = new ArrayList<>();
    sets.forEach(set -> all.addAll(set.examples()));
    Corpus corpus = Corpus.of(all);
    LinearModel fitted = new Trainer(Settings.shipped()).train("", corpus, corpus.rows());
    CRC32 content = new CRC32();
    content.update(ModelCodec.encode(fitted));
    String revision = "shipped-" + HexFormat.of().toHexDigits((int) content.getValue());
    byte[] bytes = ModelCodec.encode(fitted.with(revision, fitted.calibration()));
    boolean isSame = Files.exists(out) && Arrays.equals(bytes, Files.readAllBytes(out));
    Files.write(out, bytes);
    System.out.printf(
        "%s: %d bytes from %d outcomes of %s, %s%n",
        revision,
        bytes.length,
        all.size(),
        sets.stream().map(Dataset::name).toList(),
        isSame ? "the same as before" : "new");
  }
}
