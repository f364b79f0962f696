// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.chart;

import com.marcnuri.helm.Helm;
import dev.conduit.testkit.golden.GoldenDirectories;
import dev.conduit.testkit.golden.ScenarioInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the chart makes of some values, whole. */
class ChartGoldenTest {
  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicTest> renders() throws IOException {
    return GoldenDirectories.under(Path.of("src/test/resources/golden")).tests(this::render);
  }

  private Map<String, String> render(ScenarioInputs inputs) throws IOException {
    Path values = folder.resolve(inputs.scenario() + ".yaml");
    Files.writeString(values, inputs.required("values.yaml"));
    String rendered =
        new Helm(Path.of("../conduit"))
            .template()
            .withKubeVersion(Manifests.KUBERNETES)
            .withName("conduit")
            .withNamespace("conduit-system")
            .withValuesFile(values)
            .call();
    return Map.of("rendered.yaml", rendered);
  }
}
