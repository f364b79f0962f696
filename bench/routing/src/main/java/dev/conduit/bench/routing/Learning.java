// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.routing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.sidecar.core.classify.LinearModel;
import dev.conduit.sidecar.learning.Corpus;
import dev.conduit.sidecar.learning.Evidence;
import dev.conduit.sidecar.learning.Learner;
import dev.conduit.sidecar.learning.Lesson;
import dev.conduit.sidecar.learning.Outcome;
import dev.conduit.sidecar.learning.Predictions;
import dev.conduit.sidecar.learning.Quality;
import dev.conduit.sidecar.learning.Settings;
import dev.conduit.sidecar.learning.Source;
import dev.conduit.sidecar.learning.Standing;
import dev.conduit.sidecar.learning.Trainer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How fast the learner makes a model good that was trained on something else: requests of a served
 * set come one by one with both answers judged, and the model in use is judged on the rest of the
 * set, which it never sees.
 *
 * <p>What can be gained is the distance from the start to 5-fold on the served set. The reference
 * is the mean of several foldings, for one is a draw of luck.
 */
final class Learning {
  static final int REQUESTS = 1500;
  private static final int JUDGED = 500;
  private static final List<Integer> MARKS = List.of(0, 100, 200, 300, 500, 750, 1000, 1250, 1500);
  private static final int SEEDS = 10;
  private static final int FOLDINGS = 10;

  private final PrintStream out;
  private final Settings settings = Settings.shipped();
  private final Learner learner;
  private final Corpus served;
  private final LinearModel start;
  private final String title;

  Learning(PrintStream out, Dataset train, Dataset serve) {
    this.out = out;
    Dataset unseen = serve.without(train);
    if (unseen.examples().size() < REQUESTS + JUDGED) {
      throw new IllegalArgumentException(
          "%s has %d prompts that are not in %s; %d are served, and %d more are the fewest to judge by"
              .formatted(serve.name(), unseen.examples().size(), train.name(), REQUESTS, JUDGED));
    }
    this.served = Corpus.of(unseen.examples());
    Corpus corpus = Corpus.of(train.examples());
    this.start = new Trainer(settings).train("start", corpus, corpus.rows());
    this.learner = new Learner(settings, start);
    this.title =
        "trained on %s (%d outcomes), served %s (%d prompts, %d requests with paired answers each time)"
            .formatted(train.name(), corpus.size(), serve.name(), served.size(), REQUESTS);
  }

  /** One draw: APGR on the rest at each of the marks, and how many revisions came of it. */
  private record Curve(List<Double> apgr, int revisions, int lessons) {}

  void run() {
    double folds = folds();
    List<Curve> curves = IntStream.range(0, SEEDS).mapToObj(this::curve).toList();
    out.println(title);
    out.printf(Locale.ROOT, "5-fold on the served set: APGR %.3f (%d foldings)%n", folds, FOLDINGS);
    out.println("requests    APGR      sd   of the gain over the start   over chance");
    ObjectNode json = JsonMapper.builder().build().createObjectNode();
    json.put("data", title).put("fiveFold", folds);
    double from = mean(curves, 0);
    for (int i = 0; i < MARKS.size(); i++) {
      double apgr = mean(curves, i);
      double overStart = (apgr - from) / (folds - from);
      double overChance = (apgr - 0.5) / (folds - 0.5);
      double sd = deviation(curves, i);
      out.printf(
          Locale.ROOT,
          "%8d  %6.3f  %6.3f   %24.0f %%   %9.0f %%%n",
          MARKS.get(i),
          apgr,
          sd,
          100 * overStart,
          100 * overChance);
      json.putObject("after " + MARKS.get(i))
          .put("apgr", apgr)
          .put("sd", sd)
          .put("recoveredOverStart", overStart)
          .put("recoveredOverChance", overChance);
    }
    double revisions = curves.stream().mapToInt(Curve::revisions).average().orElseThrow();
    double lessons = curves.stream().mapToInt(Curve::lessons).average().orElseThrow();
    out.printf(
        Locale.ROOT, "%.1f lessons and %.1f revisions, %d seeds%n", lessons, revisions, SEEDS);
    json.put("seeds", SEEDS).put("lessons", lessons).put("revisions", revisions);
    out.println(json);
  }

  private double folds() {
    double sum = 0;
    for (int folding = 1; folding <= FOLDINGS; folding++) {
      Folds folds = Folds.shuffled(served.size(), folding);
      for (int fold = 0; fold < Folds.COUNT; fold++) {
        int[] judged = folds.in(fold);
        double[] gains = Predictions.of(served, folds.outside(fold), judged, settings).gains();
        sum += Quality.of(gains, truth(judged)).apgr() * judged.length / served.size();
      }
    }
    return sum / FOLDINGS;
  }

  private Curve curve(int seed) {
    List<Integer> order = new ArrayList<>(Arrays.stream(served.rows()).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    int[] rows = order.stream().mapToInt(Integer::intValue).toArray();
    int[] rest = Arrays.copyOfRange(rows, REQUESTS, rows.length);
    double[] apgr = new double[MARKS.size()];
    List<Outcome> outcomes = new ArrayList<>();
    Standing standing = Standing.of(start);
    int learnedAt = 0;
    int lessons = 0;
    int revisions = 0;
    for (int request = 0; request <= REQUESTS; request++) {
      if (Learner.isDue(request, request - learnedAt)) {
        lessons++;
        learnedAt = request;
        if (learner.learn(outcomes, standing, "r" + request)
            instanceof Lesson.Better(Standing better, var _)) {
          standing = better;
          revisions++;
        }
      }
      if (MARKS.contains(request)) {
        apgr[MARKS.indexOf(request)] = judge(standing.model(), rest);
      }
      if (request < REQUESTS) {
        outcomes.add(outcome(request, rows[request]));
      }
    }
    return new Curve(Arrays.stream(apgr).boxed().toList(), revisions, lessons);
  }

  private Outcome outcome(int number, int row) {
    double light = served.example(row).isWeakRight() ? 1 : 0;
    double heavy = served.example(row).isStrongRight() ? 1 : 0;
    Evidence evidence = new Evidence.Pair(light, heavy);
    return new Outcome(number, served.features(row), evidence, Source.PAIR);
  }

  private double judge(LinearModel model, int[] rows) {
    double[] scores =
        IntStream.of(rows).mapToDouble(r -> served.features(r).probability(model)).toArray();
    return Quality.of(scores, truth(rows)).apgr();
  }

  private double[] truth(int[] rows) {
    return IntStream.of(rows).mapToDouble(row -> served.example(row).gain()).toArray();
  }

  private static double mean(List<Curve> curves, int mark) {
    return curves.stream().mapToDouble(c -> c.apgr().get(mark)).average().orElseThrow();
  }

  private static double deviation(List<Curve> curves, int mark) {
    double mean = mean(curves, mark);
    double squares =
        curves.stream()
            .mapToDouble(c -> (c.apgr().get(mark) - mean) * (c.apgr().get(mark) - mean))
            .sum();
    return Math.sqrt(squares / (curves.size() - 1));
  }
}
