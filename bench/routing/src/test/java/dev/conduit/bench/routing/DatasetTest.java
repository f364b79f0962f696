// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DatasetTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"true,false", "1,0", "1.0,0.0"})
  void outcome_asBooleanOrNumber_isTheSame(String right, String wrong) throws IOException {
    Dataset set =
        read(
            """
            {"prompt":"a","weak_correct":%s,"strong_correct":%s}\r
            \r
            {"prompt":"b","weak_correct":%s,"strong_correct":%s,"more":[{}]}\r
            """
                .formatted(right, wrong, wrong, right));
    assertThat(set.examples()).hasSize(2);
    assertThat(set.examples().getFirst().gain()).isEqualTo(-1);
    assertThat(set.examples().getLast().gain()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"prompt\":\"a\",\"weak_correct\":0.5,\"strong_correct\":1} | \"weak_correct\" is 0.5",
        "{\"prompt\":\"a\",\"weak_correct\":1,\"strong_correct\":\"no\"} | \"strong_correct\" is \"no\"",
        "{\"prompt\":\"a\",\"weak_correct\":true} | \"strong_correct\" is missing",
        "{\"prompt\": | is no JSON",
      })
  void line_thatIsWrong_isNamed(String line, String said) {
    assertThatThrownBy(() -> read("\n" + line + "\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("outcomes.jsonl line 2", said);
  }

  @Test
  void promptsInBothSets_leaveNothingToJudge() throws IOException {
    Dataset set = read("{\"prompt\":\"a\",\"weak_correct\":true,\"strong_correct\":true}");
    assertThatThrownBy(() -> set.without(set)).hasMessageContaining("all 1 prompts of outcomes");
  }

  private Dataset read(String lines) throws IOException {
    return Dataset.read(Files.writeString(folder.resolve("outcomes.jsonl"), lines));
  }
}
