// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The committed reference of metrics is what the catalogue says. */
class MetricsReferenceGeneratedTest {
  private static final Path REFERENCE = Path.of("../../docs/reference/metrics.md");

  private static final String HEAD =
      """
      # Metrics of the sidecar

      Generated from the catalogue by `make generate`; do not edit. Read at `/q/metrics`, port 9464, and by
      default only from inside the pod. Durations are in seconds. Histograms have `_bucket`, `_sum` and `_count`
      of their name, and `_max` is beside it. How costs, savings and drift are worked out: [routing](../routing.md).

      | metric | kind | labels | meaning |
      |---|---|---|---|
      """;

  @Test
  void reference_equalsWhatIsGenerated() throws IOException {
    String fresh =
        HEAD
            + Arrays.stream(MetricName.values())
                .map(MetricsReferenceGeneratedTest::row)
                .collect(Collectors.joining());
    if (Boolean.getBoolean("conduit.golden.update")) {
      Files.writeString(REFERENCE, fresh);
    }
    assertThat(Files.readString(REFERENCE))
        .as("docs/reference/metrics.md differs from the catalogue; run `make generate`")
        .isEqualTo(fresh);
  }

  private static String row(MetricName name) {
    String kind =
        switch (name.kind()) {
          case COUNTER -> "counter";
          case GAUGE, TIME_GAUGE -> "gauge";
          case HISTOGRAM, TIMER -> "histogram";
        };
    String labels =
        name.labels().stream()
            .map(label -> "`" + label.key().replace('.', '_') + "`")
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT, "| `%s` | %s | %s | %s |%n", name.exposed(), kind, labels, name.description());
  }
}
