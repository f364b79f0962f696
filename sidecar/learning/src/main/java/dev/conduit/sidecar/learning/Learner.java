// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import dev.conduit.sidecar.core.classify.LinearModel;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes the next model of a policy from its outcomes.
 *
 * <p>Idea: two candidates, the shipped model with its probabilities put right, which is best while
 * outcomes are few, and a model fitted anew on all outcomes that are kept. They are compared on all
 * outcomes, each judged by a fit without it. The better one is compared with the model in use on
 * the outcomes that came after that was made: on older ones it would be favoured, as it was chosen
 * for what it said of them. Starting a fit from the weights in use, or mixing in what they say, was
 * tried: below 200 outcomes it helped by a hundredth of APGR, from 500 on it did not. Cost: as many
 * fits as there are folds, and one more. Deterministic. Source: decision 0018.
 */
public final class Learner {
  /** Fewer outcomes than this teach nothing that a comparison could show. */
  public static final int FEWEST = 100;

  /** New outcomes, as a share of all, that make it worth learning again. */
  private static final double NEWS = 0.02;

  private static final int FEWEST_NEW = 50;
  private static final int FEW = 500;

  /**
   * What a fit may be worse by, in standard errors of log-loss and of APGR together, and is still
   * taken: it knows all that the model in use knows, and more. Two in each is what at most one
   * comparison in forty shows where both models are equally good.
   */
  private static final double PROMISE = 4;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final Settings settings;
  private final LinearModel shipped;

  /**
   * @param shipped what a policy begins with
   */
  public Learner(Settings settings, LinearModel shipped) {
    this.settings = settings;
    this.shipped = shipped;
  }

  /** Whether it is time to learn again. */
  public static boolean isDue(int outcomes, int sinceLast) {
    return outcomes >= FEWEST && sinceLast >= Math.max(FEWEST_NEW, NEWS * outcomes);
  }

  /**
   * @param outcomes in order of their numbers, which are all different
   * @param standing of the model in use
   * @param revision names the new model
   */
  public Lesson learn(List<Outcome> outcomes, Standing standing, String revision) {
    if (outcomes.size() < FEWEST) {
      return new Lesson.TooEarly(
          "%d outcomes are too few to learn from; %d are needed"
              .formatted(outcomes.size(), FEWEST));
    }
    if (outcomes.getLast().number() < standing.knownTo()) {
      return new Lesson.TooEarly("the model in use knows all outcomes");
    }
    Labelling labelling = Labelling.of(outcomes);
    List<Label> labels = outcomes.stream().map(labelling::label).toList();
    if (labels.stream().mapToDouble(Label::gain).distinct().count() < 2) {
      return new Lesson.TooEarly(
          "all %d outcomes say the same; nothing tells hard from easy".formatted(outcomes.size()));
    }
    Corpus corpus = Corpus.of(outcomes.stream().map(Outcome::features).toList(), labels);
    Trainer trainer = new Trainer(settings);
    Trainer.Parts parts =
        new Trainer.Parts(corpus.rows(), outcomes.stream().mapToInt(this::part).toArray());
    Trained corrected = trainer.recalibrate(revision, shipped, corpus, parts);
    Trained fitted = trainer.fit(revision, corpus, parts);
    double over = Comparison.of(corrected.unseen(), fitted.unseen(), labels).merit();
    boolean isFit = over > wanted(outcomes.size());
    Trained best = isFit ? fitted : corrected;
    Comparison comparison = compare(outcomes, labels, standing, best);
    // A flat line has no order left: the average is right, and every prompt would get it.
    boolean tellsApart = best.model().calibration().slope() > 0;
    // Most lessons know a little more than the last, which is less than a comparison can show.
    double promise = standing.knownTo() > 0 && isFit ? PROMISE : 0;
    return tellsApart && comparison.merit() + promise > 0
        ? new Lesson.Better(new Standing(best.model(), outcomes.getLast().number() + 1), comparison)
        : new Lesson.Kept(comparison);
  }

  private static Comparison compare(
      List<Outcome> outcomes, List<Label> labels, Standing standing, Trained next) {
    int[] later =
        IntStream.range(0, outcomes.size())
            .filter(i -> outcomes.get(i).number() >= standing.knownTo())
            .toArray();
    return Comparison.of(
        IntStream.of(later)
            .mapToDouble(i -> outcomes.get(i).features().probability(standing.model()))
            .toArray(),
        IntStream.of(later).mapToDouble(i -> next.unseen()[i]).toArray(),
        IntStream.of(later).mapToObj(labels::get).toList());
  }

  /** A fit of few outcomes is good or bad by luck, so it has to be clearly better. */
  private static double wanted(int outcomes) {
    return outcomes < FEW ? 2 : 0;
  }

  /** By the number, so that an outcome is judged without the same others in each lesson. */
  private int part(Outcome outcome) {
    return (int) Long.remainderUnsigned((outcome.number() * GOLDEN) >>> 32, settings.folds());
  }
}
