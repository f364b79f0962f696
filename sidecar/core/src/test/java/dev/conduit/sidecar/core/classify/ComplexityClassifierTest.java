// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.conduit.contract.Classifier.LengthStep;
import dev.conduit.contract.Classifier.ScoreThreshold;
import dev.conduit.contract.Tier;
import dev.conduit.contract.Tokens;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComplexityClassifierTest {
  private static final LinearModel MODEL = ShippedModel.load();
  private static final Tier LIGHT = new Tier("light");
  private static final Tier MEDIUM = new Tier("medium");
  private static final Tier HEAVY = new Tier("heavy");

  /** From the training's kind of text, and about as hard for both models. */
  private static final String LEARNED =
      """
      Which of the following is the primary function of the kidneys in the human body?
      A. to filter the blood
      B. to digest food
      C. to move the limbs
      D. to store energy
      Answer:""";

  @Test
  void classify_thresholdsAroundTheScore_takesTheLastReached() {
    double score = classify(thresholds(0, 1), LEARNED).score();
    assertThat(classify(thresholds(score - 0.02, score - 0.01), LEARNED).tier()).isEqualTo(HEAVY);
    assertThat(classify(thresholds(score - 0.01, score + 0.01), LEARNED).tier()).isEqualTo(MEDIUM);
    assertThat(classify(thresholds(score + 0.01, score + 0.02), LEARNED).tier()).isEqualTo(LIGHT);
  }

  @Test
  void classify_learnedKind_reasonIsTheScore() {
    Classification answer = classify(share(0.3), LEARNED);
    assertThat(answer.reason()).matches("complexity:[01]\\.\\d{3}");
    assertThat(Double.parseDouble(answer.reason().substring(11)))
        .isCloseTo(answer.score(), within(0.0006));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "法国的首都是哪里？",
        "请证明质数有无穷多个，并解释每一步的理由。",
        "フランスの首都はどこですか。",
        "zxqv wkjh pqrt mnbv lkjh gfds",
        ""
      })
  void classify_unlikeAllLearned_safeTier(String prompt) {
    Classification answer = classify(share(0.3), prompt);
    assertThat(answer.reason()).isEqualTo("complexity:unfamiliar");
    assertThat(answer.tier()).isEqualTo(MEDIUM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hello",
        "Hi, how are you today?",
        "Thanks!",
        "What is the capital of France?",
        "Who wrote Hamlet?",
        "Tell me a joke about cats.",
        "Write a haiku about autumn.",
        "Give me three names for a coffee shop.",
        "Rewrite this email to be more polite: send me the report now",
        "Translate \"good morning\" to Spanish.",
        "What is 2 + 2?",
        "Wie spät ist es?",
        "Schreibe ein Gedicht über den Herbst.",
        "¿Cuál es la capital de España?",
        "今天天气怎么样？"
      })
  void classify_everydayAndEasy_cuesSayLight(String prompt) {
    Classification answer = classify(byCues(), prompt);
    assertThat(answer.reason()).startsWith("cues:");
    assertThat(answer.basis()).isEqualTo(Classification.Basis.UNFAMILIAR);
    assertThat(answer.tier()).isEqualTo(LIGHT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Write a Python function that reverses a linked list.",
        "Prove that the square root of 2 is irrational.",
        "Design a distributed rate limiter for a multi-region API and discuss the trade-offs"
            + " between consistency and latency.",
        "Compare the macroeconomic effects of quantitative easing and negative interest rates.",
        "Derive the Euler-Lagrange equation from the principle of least action.",
        "Find the bug: def f(x=[]): x.append(1); return x",
        "Analysiere die Auswirkungen der Zinspolitik auf den Wohnungsmarkt.",
        "Diseña una arquitectura de microservicios para un banco.",
        "请证明质数有无穷多个，并分析证明的思路。",
        "この関数のバグを見つけてください: for i in range(10) print(i)"
      })
  void classify_everydayAndHard_cuesSayHeavy(String prompt) {
    Classification answer = classify(byCues(), prompt);
    assertThat(answer.reason()).startsWith("cues:");
    assertThat(answer.tier()).isEqualTo(HEAVY);
  }

  @Test
  void classify_cuesAndRules_addUp() {
    RequestFacts facts = Prompts.facts("Hello");
    Classification plain = with(byCues()).classify(facts);
    Classification raised = with(byCues()).classify(facts, 0.5);
    assertThat(raised.score()).isCloseTo(plain.score() + 0.5, within(1e-9));
    assertThat(raised.tier()).isEqualTo(HEAVY);
    assertThat(raised.own()).as("what the model says").isEqualTo(plain.own()).isPositive();
  }

  @Test
  void byShare_everyShare_thresholdsFollowTheQuantiles() {
    assertThat(with(share(0)).thresholds()).extracting(ScoreThreshold::tier).doesNotContain(HEAVY);
    assertThat(with(share(1)).thresholds().getLast()).isEqualTo(new ScoreThreshold(0, HEAVY));
    double tenth = with(share(0.1)).thresholds().getLast().minScore();
    double third = with(share(0.33)).thresholds().getLast().minScore();
    assertThat(tenth).isGreaterThan(third).isLessThan(1);
  }

  @Test
  void classify_longPrompt_lengthStepMakesHeavierOnly() {
    var policy =
        new dev.conduit.contract.Classifier(
            LIGHT,
            List.of(new LengthStep(new Tokens(10), HEAVY)),
            Optional.empty(),
            List.of(new ScoreThreshold(1, MEDIUM)),
            Optional.empty());
    assertThat(classify(policy, LEARNED).tier()).isEqualTo(HEAVY);
    assertThat(classify(policy, LEARNED).reason()).isEqualTo("length:>=10");
    assertThat(classify(policy, "hi").tier()).isEqualTo(LIGHT);
  }

  @Test
  void codec_shippedModel_isUnderOneMegabyteAndSurvives() {
    byte[] bytes = ModelCodec.encode(MODEL);
    assertThat(bytes.length).isLessThan(1 << 20);
    var decoded = (ModelCodec.Decoded.Valid) ModelCodec.decode(bytes);
    assertThat(ModelCodec.encode(decoded.model())).isEqualTo(bytes);
  }

  @Test
  void codec_damaged_saysWhatToDo() {
    byte[] bytes = ModelCodec.encode(MODEL);
    bytes[5000] ^= 1;
    assertThat(ModelCodec.decode(bytes))
        .isEqualTo(
            new ModelCodec.Decoded.Invalid(
                "the checksum is wrong; fetch or train the model again"));
    assertThat(ModelCodec.decode(new byte[3])).isInstanceOf(ModelCodec.Decoded.Invalid.class);
  }

  private static ComplexityClassifier with(dev.conduit.contract.Classifier policy) {
    Workspace room = new Workspace();
    return new ComplexityClassifier(policy, List.of(LIGHT, MEDIUM, HEAVY), MODEL, () -> room);
  }

  private static Classification classify(dev.conduit.contract.Classifier policy, String prompt) {
    return with(policy).classify(Prompts.facts(prompt));
  }

  private static dev.conduit.contract.Classifier thresholds(double medium, double heavy) {
    return new dev.conduit.contract.Classifier(
        LIGHT,
        List.of(),
        Optional.empty(),
        List.of(new ScoreThreshold(medium, MEDIUM), new ScoreThreshold(heavy, HEAVY)),
        Optional.empty());
  }

  private static dev.conduit.contract.Classifier share(double share) {
    return new dev.conduit.contract.Classifier(
        LIGHT, List.of(), Optional.of(MEDIUM), List.of(), Optional.of(share));
  }

  /** Light or heavy, and no safe tier. */
  private static dev.conduit.contract.Classifier byCues() {
    return new dev.conduit.contract.Classifier(
        LIGHT,
        List.of(),
        Optional.empty(),
        List.of(new ScoreThreshold(with(share(0.3)).thresholds().getLast().minScore(), HEAVY)),
        Optional.empty());
  }
}
