// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of the data plane's core: pure, and its packages flow one way. */
class SidecarCoreArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.sidecar.core")
        .everywhere()
        .core("com.google.re2j..")
        .flow(
            "json",
            "failure",
            "exchange",
            "admit",
            "signal",
            "classify",
            "meter",
            "route",
            "explain",
            "balance")
        .tests();
  }
}
