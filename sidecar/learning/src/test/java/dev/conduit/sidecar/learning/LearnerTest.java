// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.sidecar.core.classify.DenseFeatures;
import dev.conduit.sidecar.core.classify.LinearModel;
import dev.conduit.sidecar.core.classify.ModelCodec;
import dev.conduit.sidecar.core.exchange.UserText;
import dev.conduit.sidecar.core.signal.TextReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class LearnerTest {
  private static final List<String> TOPICS =
      List.of("apples", "kidneys", "verbs", "rivers", "taxes", "planets", "chords", "laws");

  private final LinearModel shipped = shipped();
  private final Learner learner = new Learner(Settings.shipped(), shipped);

  @Test
  void learn_poemsAreHardHere_newModelIsBetterAndKnowsIt() {
    Lesson lesson = learn(outcomes(200, LearnerTest::poemsAreHard));
    assertThat(lesson).isInstanceOf(Lesson.Better.class);
    Lesson.Better better = (Lesson.Better) lesson;
    LinearModel model = better.standing().model();
    assertThat(model.revision()).isEqualTo("next");
    assertThat(features("Write a poem about rivers 7").probability(model)).isGreaterThan(0.6);
    assertThat(features("Prove the theorem about rivers 7").probability(model)).isLessThan(0.4);
    assertThat(better.comparison().improvement()).isGreaterThan(better.comparison().lossError());
    assertThat(better.comparison().apgrAfter()).isGreaterThan(better.comparison().apgrBefore());
    assertThat(better.comparison().words()).startsWith("on 200 outcomes that neither had seen");
  }

  @Test
  void learn_outcomesAreChance_shippedOrderStays() {
    Random random = new Random(5);
    Lesson lesson =
        learn(outcomes(200, _ -> new Evidence.Pair(random.nextInt(2), random.nextInt(2))));
    LinearModel model =
        lesson instanceof Lesson.Better(Standing standing, Comparison _)
            ? standing.model()
            : flat();
    double poem = features("Write a poem about rivers 7").probability(model);
    double proof = features("Prove the theorem about rivers 7").probability(model);
    assertThat(Math.abs(poem - proof)).isLessThan(0.15);
  }

  /** What is as good as no answer. */
  private LinearModel flat() {
    return shipped.with("flat", new LinearModel.Calibration(0, 0, new float[0]));
  }

  @Test
  void learn_sameOutcomes_sameBytes() {
    List<Outcome> outcomes = outcomes(150, LearnerTest::poemsAreHard);
    assertThat(bytes(learn(outcomes))).isEqualTo(bytes(learn(outcomes)));
  }

  @Test
  void learn_nothingNewSinceTheLastLesson_modelInUseStays() {
    List<Outcome> outcomes = outcomes(200, LearnerTest::poemsAreHard);
    Standing standing = ((Lesson.Better) learn(outcomes)).standing();
    assertThat(learner.learn(outcomes, standing, "again"))
        .isEqualTo(new Lesson.TooEarly("the model in use knows all outcomes"));
  }

  @Test
  void learn_worldTurnedRound_laterOutcomesDecide() {
    List<Outcome> poems = outcomes(200, LearnerTest::poemsAreHard);
    Standing standing = ((Lesson.Better) learn(poems)).standing();
    List<Outcome> both =
        outcomes(300, i -> i < 200 ? poemsAreHard(i) : new Evidence.Pair(isPoem(i) ? 1 : 0, 1));
    Lesson lesson = learner.learn(both, standing, "turned");
    Comparison comparison = ((Lesson.Better) lesson).comparison();
    assertThat(comparison.outcomes()).isEqualTo(100);
    assertThat(comparison.apgrBefore()).isLessThan(0.5);
  }

  @Test
  void learn_laterOutcomesSpeakAgainstIt_modelInUseStays() {
    Random random = new Random(7);
    List<Outcome> poems = outcomes(200, LearnerTest::poemsAreHard);
    Standing standing = ((Lesson.Better) learn(poems)).standing();
    // What the model in use knew is spoilt; what came since is as it said.
    List<Outcome> spoilt =
        outcomes(
            400,
            i ->
                i < 200
                    ? new Evidence.Pair(random.nextInt(2), random.nextInt(2))
                    : poemsAreHard(i));
    Lesson lesson = learner.learn(spoilt, new Standing(standing.model(), 200), "spoilt");
    assertThat(lesson).isInstanceOf(Lesson.Kept.class);
  }

  @Test
  void learn_oneTierJudgedOnly_stillTellsHardFromEasy() {
    Lesson lesson = learn(outcomes(300, i -> new Evidence.Light(isPoem(i) ? 0 : 1)));
    LinearModel model = ((Lesson.Better) lesson).standing().model();
    assertThat(features("Write a poem about laws 9").probability(model))
        .isGreaterThan(features("Prove the theorem about laws 9").probability(model) + 0.15);
  }

  @Test
  void learn_betterTierSaid_countsAsGain() {
    Lesson lesson = learn(outcomes(200, i -> new Evidence.Better(isPoem(i))));
    LinearModel model = ((Lesson.Better) lesson).standing().model();
    assertThat(features("Write a poem about laws 9").probability(model)).isGreaterThan(0.6);
  }

  @Test
  void learn_tooFew_saysHowManyAreNeeded() {
    assertThat(learn(outcomes(99, LearnerTest::poemsAreHard)))
        .isEqualTo(new Lesson.TooEarly("99 outcomes are too few to learn from; 100 are needed"));
  }

  @Test
  void learn_allTheSame_saysSo() {
    assertThat(learn(outcomes(120, _ -> new Evidence.Pair(1, 1))))
        .isEqualTo(
            new Lesson.TooEarly("all 120 outcomes say the same; nothing tells hard from easy"));
  }

  @Test
  void isDue_firstAtTheFewest_thenWithFiftyOrAFiftiethOfNews() {
    assertThat(Learner.isDue(99, 99)).isFalse();
    assertThat(Learner.isDue(100, 100)).isTrue();
    assertThat(Learner.isDue(140, 40)).isFalse();
    assertThat(Learner.isDue(2000, 49)).isFalse();
    assertThat(Learner.isDue(2000, 50)).isTrue();
    assertThat(Learner.isDue(10_000, 199)).isFalse();
    assertThat(Learner.isDue(10_000, 200)).isTrue();
  }

  @Test
  void probability_ofFeatures_isThatOfTheDataPlane() {
    TextReading reading = new TextReading();
    reading.read(UserText.of("Prove the theorem about taxes 3"));
    double gain = shipped.of(reading, new double[DenseFeatures.COUNT]).gain();
    assertThat(Features.of(reading).probability(shipped))
        .isEqualTo(shipped.calibration().probability(gain));
  }

  private Lesson learn(List<Outcome> outcomes) {
    return learner.learn(outcomes, Standing.of(shipped), "next");
  }

  private static byte[] bytes(Lesson lesson) {
    return ModelCodec.encode(((Lesson.Better) lesson).standing().model());
  }

  private static boolean isPoem(int i) {
    return i % 3 == 0;
  }

  private static Evidence poemsAreHard(int i) {
    return new Evidence.Pair(isPoem(i) ? 0 : 1, 1);
  }

  private static List<Outcome> outcomes(int count, IntFunction<Evidence> evidence) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String topic = TOPICS.get(i % TOPICS.size()) + " " + i;
      String prompt =
          isPoem(i) ? "Write a poem about " + topic : "Prove the theorem about " + topic;
      outcomes.add(new Outcome(i, features(prompt), evidence.apply(i), Source.PAIR));
    }
    return outcomes;
  }

  private static Features features(String prompt) {
    return Features.of(new TextReading().read(UserText.of(prompt)));
  }

  /** Trained where proofs are hard and poems easy. */
  private static LinearModel shipped() {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String topic = TOPICS.get(i % TOPICS.size()) + " " + i;
      String prompt =
          isPoem(i) ? "Write a poem about " + topic : "Prove the theorem about " + topic;
      examples.add(new Example("s", prompt, isPoem(i), true));
    }
    Corpus corpus = Corpus.of(examples);
    return new Trainer(Settings.shipped()).train("shipped", corpus, corpus.rows());
  }
}
