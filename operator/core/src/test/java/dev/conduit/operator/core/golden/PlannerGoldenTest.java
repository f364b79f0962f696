// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.golden;

import dev.conduit.operator.core.plan.Planner;
import dev.conduit.testkit.golden.GoldenDirectories;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class PlannerGoldenTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TestFactory
  Stream<DynamicTest> plans() throws IOException {
    return GoldenDirectories.under(Path.of("src/test/resources/golden"))
        .tests(inputs -> PlanFiles.of(new Planner().plan(ObservedFiles.read(inputs), NOW)));
  }
}
