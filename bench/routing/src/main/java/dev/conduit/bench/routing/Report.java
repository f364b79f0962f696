// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.routing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.sidecar.learning.Corpus;
import dev.conduit.sidecar.learning.Example;
import dev.conduit.sidecar.learning.Quality;
import dev.conduit.sidecar.learning.Settings;
import dev.conduit.sidecar.learning.Trainer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** Prints a table row by row, then all of it as one line of JSON. */
final class Report {
  private static final int SHUFFLES = 200;
  private static final long SEED = 1;

  /** One division into parts is a draw of luck: the deviation over draws is .012 for 663 texts. */
  private static final int FOLDINGS = 5;

  private final PrintStream out;
  private final Settings settings;
  private final Trainer trainer;
  private final ObjectNode json = JsonMapper.builder().build().createObjectNode();

  Report(PrintStream out, Settings settings) {
    this.out = out;
    this.settings = settings;
    this.trainer = new Trainer(settings);
    out.println(Row.header());
  }

  /** Everything that one set can tell. */
  void alone(Dataset set) {
    Corpus corpus = Corpus.of(set.examples());
    int size = corpus.size();
    List<Folds> shuffled = new ArrayList<>();
    for (long seed = SEED; seed < SEED + FOLDINGS; seed++) {
      shuffled.add(Folds.shuffled(size, seed));
    }
    row(set.name() + ": 5-fold", shuffled, corpus);
    long subjects = set.examples().stream().map(Example::subject).distinct().count();
    if (subjects >= 2L * Folds.COUNT) {
      List<Folds> bySubject = new ArrayList<>();
      for (long seed = SEED; seed < SEED + FOLDINGS; seed++) {
        bySubject.add(Folds.bySubject(size, i -> corpus.example(i).subject(), seed));
      }
      row(set.name() + ": subjects left out", bySubject, corpus);
    }
    if (size > 2 * FewLabels.LABELS) {
      few(set.name(), FewLabels.of(corpus, settings));
    }
    chance(set.name(), corpus);
  }

  private void row(String protocol, List<Folds> foldings, Corpus corpus) {
    List<Judged> parts = new ArrayList<>();
    for (Folds folds : foldings) {
      for (int fold = 0; fold < Folds.COUNT; fold++) {
        var model = trainer.train("bench", corpus, folds.outside(fold));
        parts.add(Judged.of(model, corpus, folds.in(fold)));
      }
    }
    print(Row.of(protocol, parts));
  }

  /** Trained on one set, judged on another. */
  void across(Dataset train, Dataset test) {
    Dataset unseen = test.without(train);
    Corpus corpus = Corpus.of(train.examples());
    var model = trainer.train("bench", corpus, corpus.rows());
    Corpus judged = Corpus.of(unseen.examples());
    String protocol = "trained on " + train.name() + ", judged on " + test.name();
    print(Row.of(protocol, List.of(Judged.of(model, judged, judged.rows()))));
  }

  /** 5-fold over all sets together, told for each set: how the shipped model is made. */
  void together(List<Dataset> sets) {
    List<Example> all = new ArrayList<>();
    sets.forEach(set -> all.addAll(set.examples()));
    Corpus corpus = Corpus.of(all);
    Folds folds = Folds.shuffled(all.size(), SEED);
    List<List<Judged>> parts = new ArrayList<>();
    sets.forEach(_ -> parts.add(new ArrayList<>()));
    for (int fold = 0; fold < Folds.COUNT; fold++) {
      var model = trainer.train("bench", corpus, folds.outside(fold));
      int[] held = folds.in(fold);
      int from = 0;
      for (int i = 0; i < sets.size(); i++) {
        int low = from;
        int high = from + sets.get(i).examples().size();
        int[] own = IntStream.of(held).filter(row -> row >= low && row < high).toArray();
        parts.get(i).add(Judged.of(model, corpus, own));
        from = high;
      }
    }
    for (int i = 0; i < sets.size(); i++) {
      print(Row.of(sets.get(i).name() + ": 5-fold, sets together", parts.get(i)));
    }
  }

  private void few(String set, FewLabels few) {
    out.printf(
        Locale.ROOT,
        "%-44s %6d %6.3f   sd %.3f, mean - 2 sd %.3f, 10 seeds%n",
        set + ": 1500 labels",
        FewLabels.LABELS,
        few.mean(),
        few.deviation(),
        few.lowerBound());
    json.putObject(set + ": 1500 labels")
        .put("apgr", few.mean())
        .put("sd", few.deviation())
        .put("lowerBound", few.lowerBound());
  }

  private void chance(String set, Corpus corpus) {
    double[] gains =
        IntStream.of(corpus.rows()).mapToDouble(i -> corpus.example(i).gain()).toArray();
    double squares = 0;
    double sum = 0;
    for (int seed = 0; seed < SHUFFLES; seed++) {
      double[] scores = new Random(seed).doubles(gains.length).toArray();
      double apgr = Quality.of(scores, gains).apgr();
      sum += apgr;
      squares += apgr * apgr;
    }
    double mean = sum / SHUFFLES;
    double deviation = Math.sqrt(squares / SHUFFLES - mean * mean);
    out.printf(
        Locale.ROOT,
        "%-44s %6d %6.3f   sd %.3f, %d shuffles%n",
        set + ": chance",
        gains.length,
        mean,
        deviation,
        SHUFFLES);
    json.putObject(set + ": chance").put("apgr", mean).put("sd", deviation);
  }

  private void print(Row row) {
    out.println(row.text());
    json.putObject(row.protocol())
        .put("texts", row.texts())
        .put("apgr", row.apgr())
        .put("apgrPooled", row.pooled())
        .put("cpt50", row.cpt50())
        .put("cpt80", row.cpt80())
        .put("ece", row.error())
        .put("length", row.length())
        .put("oracle", row.oracle());
  }

  /** Times the shipped model on the words of a set. */
  void latency(Path folder) {
    for (Latency latency : Latency.of(folder.toString())) {
      out.println(latency.text());
      json.putObject("decision at " + latency.tokens() + " tokens")
          .put("p50Micros", latency.p50())
          .put("p99Micros", latency.p99())
          .put("allocatedBytes", latency.bytes());
    }
  }

  void end() {
    out.println("published, RouteLLM's best: MMLU .603, GSM8K .622 (arXiv 2406.18665)");
    out.println(json);
  }
}
