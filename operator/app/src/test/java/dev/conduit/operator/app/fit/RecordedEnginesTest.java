// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Predictions beside what vLLM 0.32.0 printed on a CPU for tiny models of each architecture class,
 * as {@code make bench-fit-engines} recorded it.
 */
class RecordedEnginesTest {
  @Test
  void kvTokens_ofEveryRecordedStart_areThoseThatVllmPrinted() throws URISyntaxException {
    CaseReading reading = new CaseReading(new ModelConfigs(Map.of(), Map.of()), true);

    List<String> off =
        recorded().stream()
            .filter(
                recorded ->
                    reading.read(recorded.known()).estimate().kvTokens().orElse(0)
                        != recorded.measured().number(-1, "kv_tokens"))
            .map(FitCase::id)
            .toList();

    assertThat(recorded()).hasSizeGreaterThan(100);
    assertThat(off).isEmpty();
  }

  private static List<FitCase> recorded() throws URISyntaxException {
    URL file =
        Objects.requireNonNull(
            RecordedEnginesTest.class.getResource("/fit/vllm-0.32.0-cpu.jsonl"), "recorded starts");
    return switch (CaseFile.cases(Path.of(file.toURI()))) {
      case CaseFile.Read.Valid<List<FitCase>>(List<FitCase> cases) -> cases;
      case CaseFile.Read.Invalid<List<FitCase>>(List<String> problems) ->
          throw new AssertionError(problems);
    };
  }
}
