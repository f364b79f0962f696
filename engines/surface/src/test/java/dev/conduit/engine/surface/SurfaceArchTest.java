// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of this module. */
class SurfaceArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.engine.surface")
        .everywhere()
        .except(
            7,
            "absence goes on unchanged to the wire",
            "dev.conduit.engine.surface.AdminEndpoints",
            "dev.conduit.engine.surface.AskReader")
        .except(9, "the boundary of a request", "dev.conduit.engine.surface.Surface")
        .tests();
  }
}
