// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conduit.sidecar.core.classify.LinearModel;
import dev.conduit.sidecar.core.classify.ModelCodec;
import dev.conduit.sidecar.core.classify.Workspace;
import dev.conduit.sidecar.core.exchange.UserText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final List<String> TOPICS =
      List.of("apples", "kidneys", "verbs", "rivers", "taxes", "planets", "chords", "laws");

  private final Trainer trainer = new Trainer(Settings.shipped());

  @Test
  void train_sameExamples_sameBytes() {
    assertThat(ModelCodec.encode(train(examples(200))))
        .isEqualTo(ModelCodec.encode(train(examples(200))));
  }

  @Test
  void train_strongHelpsOnProofs_scoresThemHigher() {
    LinearModel model = train(examples(200));
    assertThat(probability(model, "Prove the theorem about rivers now"))
        .isGreaterThan(0.6)
        .isGreaterThan(probability(model, "Name the colour of rivers now") + 0.4);
  }

  @Test
  void train_outcomesByChance_probabilityIsTheShare() {
    Random random = new Random(3);
    List<Example> examples = new ArrayList<>();
    for (Example one : examples(400)) {
      examples.add(new Example("s", one.prompt(), random.nextInt(4) == 0, random.nextBoolean()));
    }
    double helped = examples.stream().filter(e -> e.gain() > 0).count() / 400.0;
    assertThat(probability(train(examples), "Name the colour of taxes now"))
        .isBetween(helped - 0.1, helped + 0.1);
  }

  @Test
  void train_judgesAsTheCorpusDoes() {
    Corpus corpus = Corpus.of(examples(100));
    LinearModel model = trainer.train("r", corpus, corpus.rows());
    Predictions plain = Predictions.of(corpus, corpus.rows(), new int[] {7}, Settings.shipped());
    Workspace room = new Workspace();
    room.reading().read(UserText.of(corpus.example(7).prompt()));
    assertThat(model.of(room.reading(), room.dense()).gain())
        .isCloseTo(plain.gains()[0], org.assertj.core.api.Assertions.within(1e-3));
  }

  @Test
  void train_textsOfTwoForms_knowsBothAndNoThird() {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String topic = TOPICS.get(i % TOPICS.size());
      boolean isQuiz = i % 2 == 0;
      examples.add(
          new Example("s", isQuiz ? quiz(topic, i) : problem(topic, i), i % 3 == 0, i % 5 == 0));
    }
    LinearModel model = train(examples);
    assertThat(isKnown(model, quiz("taxes", 202))).isTrue();
    assertThat(isKnown(model, problem("laws", 203))).isTrue();
    assertThat(isKnown(model, "Which of these is the rule of laws")).as("its words are").isFalse();
  }

  private static String quiz(String topic, int i) {
    return "Which of these is the rule of %s?%nA. %s%nB. of these%nC. the rule%nD. %d"
        .formatted(topic, "the ".repeat(1 + i % 4), i);
  }

  private static String problem(String topic, int i) {
    return "Ann has %d %s and Bob has %d. Of these %d are %s. How many has Ann, the rule being %d?"
        .formatted(i, topic, i + 3, 7, topic.repeat(1 + i % 2), i % 9);
  }

  private static boolean isKnown(LinearModel model, String prompt) {
    Workspace room = new Workspace();
    return model.of(room.reading().read(UserText.of(prompt)), room.dense()).isKnown();
  }

  @Test
  void train_tooFew_saysHowMany() {
    assertThatThrownBy(() -> train(examples(3)))
        .hasMessage("3 examples cannot be divided into 5 folds; give more examples");
  }

  private LinearModel train(List<Example> examples) {
    Corpus corpus = Corpus.of(examples);
    return trainer.train("r", corpus, corpus.rows());
  }

  private static double probability(LinearModel model, String prompt) {
    Workspace room = new Workspace();
    room.reading().read(UserText.of(prompt));
    return model.calibration().probability(model.of(room.reading(), room.dense()).gain());
  }

  /** Proofs are hard for the weak model, colours for neither. */
  private static List<Example> examples(int count) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String topic = TOPICS.get(i % TOPICS.size()) + " " + i;
      boolean isProof = i % 3 == 0;
      String prompt = isProof ? "Prove the theorem about " + topic : "Name the colour of " + topic;
      examples.add(new Example("s", prompt, !isProof, true));
    }
    return examples;
  }
}
