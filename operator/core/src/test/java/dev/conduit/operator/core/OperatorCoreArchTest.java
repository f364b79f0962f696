// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of the operator's core: pure, and its packages flow one way. */
class OperatorCoreArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.operator.core")
        .everywhere()
        .core(
            "dev.conduit.api..",
            "io.fabric8.kubernetes.api.model..",
            "com.fasterxml.jackson.core..",
            "com.fasterxml.jackson.databind..",
            "com.google.re2j..")
        .flow(
            "observed",
            "finding",
            "model",
            "facts",
            "estimate",
            "knowledge",
            "fit",
            "engine",
            "placement",
            "remedy",
            "policy",
            "status",
            "plan")
        .tests();
  }
}
