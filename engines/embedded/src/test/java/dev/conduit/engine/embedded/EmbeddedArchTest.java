// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of this module. */
class EmbeddedArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.engine.embedded")
        .everywhere()
        .except(
            9,
            "the binding's own exception is not public, and a slot outlives its sequence",
            "dev.conduit.engine.embedded.llama.LlamaBinding",
            "dev.conduit.engine.embedded.llama.SlotRun")
        .except(16, "hands the process's stream out", "dev.conduit.engine.embedded.Main")
        .tests();
  }
}
