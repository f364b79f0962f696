// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.sidecar.core.pair.Drop;
import dev.conduit.sidecar.core.pair.Judgement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "{\"a\":1} {} | {\"a\":1}",
      })
  void judge_notTheSame_isHalfASignForTheHeavierOne(String light, String heavy) {
    assertThat(ExactJudge.judge(light, heavy)).isEqualTo(OTHER);
  }

  /** Whether they agree must not matter: else of prose nothing but agreement would be seen. */
  @Test
  void judge_prose_saysNothing_evenWhereItAgrees() {
    String prose = "It is red, ".repeat(ExactJudge.LONGEST);
    assertThat(ExactJudge.judge(prose, prose)).isEqualTo(NOTHING);
    assertThat(ExactJudge.judge("red", prose)).isEqualTo(NOTHING);
    assertThat(ExactJudge.judge(prose, "red")).isEqualTo(OTHER);
    assertThat(ExactJudge.judge("", "")).isEqualTo(NOTHING);
    assertThat(ExactJudge.judge("red", " ... ")).isEqualTo(NOTHING);
  }
}
