// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.sidecar.core.pair.Drop;
import dev.conduit.sidecar.core.pair.Judgement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactJudgeTest {
  private static final Judgement SAME = new Judgement.Compared(0);
  private static final Judgement OTHER = new Judgement.Compared(0.5);
  private static final Judgement NOTHING = new Judgement.None(Drop.UNDECIDED);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Red. | red",
        "**Paris** | paris",
        "(B) | b",
        " 4 2\t0 | 4  2 0",
        "ＡＢＣ | abc",
        "-7 | -7.",
        "{\"a\":1,\"b\":[2]} | {\"b\": [2], \"a\": 1}",
        "{\"a\":1.0,\"b\":[1e2]} | {\"a\":1,\"b\":[100]}",
        "The answer is 42. | 42",
        "The capital of France is **Paris**, of course. | Paris",
        "It is 42, not 41. | 42",
        "No, it is not. | no",
        "The answer is (A). | a",
        "B) because it is blue | b",
        "The verdict is not guilty. | Not guilty",
      })
  void judge_sameButForItsClothes_gainsNothing(String light, String heavy) {
    assertThat(ExactJudge.judge(light, heavy)).isEqualTo(SAME);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "blue | red",
        "-7 | 7",
        "7 | 7.5",
        "'' | red",
        "{\"a\":1} | {\"a\":2}",
        "a is 1 | {\"a\":1}",
        "C | C#",
        "5 | .5",
        "50 | 50%",
        "50 | $50",
        "(1,2) | [1,2]",
        "The answer is 42. | 4",
        "It is not 42. | 42",
        "It is 42, not 41. | 41",
        "I don't think that it is 42 | 42",
        "Not guilty | guilty",
        "It is a B | a",
        "{\"a\":\"1.0\"} | {\"a\":1}",
        "{\"a\":1e999999999} | {\"a\":1}",
        "{\"a\":1} {} | {\"a\":1}",
      })
  void judge_notTheSame_isHalfASignForTheHeavierOne(String light, String heavy) {
    assertThat(ExactJudge.judge(light, heavy)).isEqualTo(OTHER);
  }

  @Test
  void judge_jsonInAFence_isTheJson() {
    String json = "{\"a\":1}";
    String fenced = "```json\n" + json + "\n```\n";
    assertThat(ExactJudge.judge(fenced, json)).isEqualTo(SAME);
    assertThat(ExactJudge.judge(json, fenced)).isEqualTo(SAME);
    assertThat(ExactJudge.judge(fenced, "{\"a\":2}")).isEqualTo(OTHER);
    assertThat(ExactJudge.judge("```\n```", json)).isEqualTo(OTHER);
    assertThat(ExactJudge.judge("```\n``", json)).isEqualTo(OTHER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I'm sorry, I can't.",
        "I\u2019m unable to",
        "Sorry.",
        "I refuse",
        "The capital of France is Paris.",
        " ... ",
        "",
      })
  void judge_heavierOneIsNoKey_saysNothing_evenWhereItAgrees(String heavy) {
    assertThat(ExactJudge.judge("red", heavy)).isEqualTo(NOTHING);
    assertThat(ExactJudge.judge(heavy, heavy)).isEqualTo(NOTHING);
  }

  /** Whether they agree must not matter: else of prose nothing but agreement would be seen. */
  @Test
  void judge_prose_saysNothing_evenWhereItAgrees() {
    String prose = "It is red, ".repeat(100);
    assertThat(ExactJudge.judge(prose, prose)).isEqualTo(NOTHING);
    assertThat(ExactJudge.judge("red", prose)).isEqualTo(NOTHING);
    assertThat(ExactJudge.judge(prose, "red")).as("found by chance").isEqualTo(NOTHING);
    assertThat(ExactJudge.judge(prose, "blue")).isEqualTo(NOTHING);
  }

  /** In steps of the square of its length this would not end. */
  @ParameterizedTest
  @ValueSource(strings = {"!", " ", "(", "\n", "`", "{", "\ufdfa"})
  void judge_hugeAnswers_areReadInOneGo(String edge) {
    String huge = "a" + edge.repeat(1 << 22) + "b";
    assertThat(ExactJudge.judge(huge, huge)).isEqualTo(NOTHING);
    assertThat(ExactJudge.judge(huge, "b")).isEqualTo(NOTHING);
  }
}
