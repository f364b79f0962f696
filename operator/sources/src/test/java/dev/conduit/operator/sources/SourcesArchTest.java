// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of this module. */
class SourcesArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.operator.sources")
        .everywhere()
        .except(
            9,
            "boundaries to files that anybody may have written: one model's are no other's failure",
            "dev.conduit.operator.sources.CheckpointReader",
            "dev.conduit.operator.sources.BackgroundLookup")
        .tests();
  }
}
