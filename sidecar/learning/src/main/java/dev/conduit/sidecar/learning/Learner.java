// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import dev.conduit.sidecar.core.classify.LinearModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the next model of a policy from its outcomes.
 *
 * <p>Idea: two candidates, the shipped model with its probabilities put right, which is best while
 * outcomes are few, and a model fitted anew on all outcomes that are kept. What the model in use
 * says of each outcome, and what a candidate says of it when made without it, are compared: both
 * were made without knowing it. The better candidate is given if it is better than the model in
 * use. Starting a fit from the weights in use, or mixing in what they say, was tried: below 200
 * outcomes it helped by a hundredth of APGR, from 500 on it did not. Cost: as many fits as there
 * are folds, and one more. Deterministic. Source: decision 0018.
 */
public final class Learner {
  /** Fewer outcomes than this teach nothing that a comparison could show. */
  public static final int FEWEST = 100;

  /** New outcomes, as a share of all, that make it worth learning again. */
  private static final double NEWS = 0.1;

  private static final int FEWEST_NEW = 50;
  private static final int FEW = 500;

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
    Labelling labelling = Labelling.of(outcomes);
    List<Label> labels = outcomes.stream().map(labelling::label).toList();
    if (labels.stream().mapToDouble(Label::gain).distinct().count() < 2) {
      return new Lesson.TooEarly(
          "all %d outcomes say the same; nothing tells hard from easy".formatted(outcomes.size()));
    }
    Corpus corpus = Corpus.of(outcomes.stream().map(Outcome::features).toList(), labels);
    double[] before = outcomes.stream().mapToDouble(standing::probability).toArray();
    Trainer trainer = new Trainer(settings);
    Trainer.Parts parts =
        new Trainer.Parts(corpus.rows(), outcomes.stream().mapToInt(this::part).toArray());
    Trained corrected = trainer.recalibrate(revision, shipped, corpus, parts);
    Trained fitted = trainer.fit(revision, corpus, parts);
    double over = Comparison.of(corrected.unseen(), fitted.unseen(), labels).merit();
    Trained best = over > wanted(outcomes.size()) ? fitted : corrected;
    Comparison comparison = Comparison.of(before, best.unseen(), labels);
    // A flat line has no order left: the average is right, and every prompt would get it.
    boolean tellsApart = best.model().calibration().slope() > 0;
    return tellsApart && comparison.merit() > 0
        ? new Lesson.Better(standing(outcomes, best), comparison)
        : new Lesson.Kept(comparison);
  }

  /** A fit of few outcomes is good or bad by luck, so it has to be clearly better. */
  private static double wanted(int outcomes) {
    return outcomes < FEW ? 2 : 0;
  }

  /**
   * By the number, so that an outcome stays in its part: then both models were judged on it after a
   * fit without the same others, and differ by what the newer outcomes taught.
   */
  private int part(Outcome outcome) {
    return (int) Long.remainderUnsigned((outcome.number() * GOLDEN) >>> 32, settings.folds());
  }

  private static Standing standing(List<Outcome> outcomes, Trained trained) {
    Map<Long, Double> unseen = new HashMap<>();
    for (int i = 0; i < outcomes.size(); i++) {
      unseen.put(outcomes.get(i).number(), trained.unseen()[i]);
    }
    return new Standing(trained.model(), unseen);
  }
}
