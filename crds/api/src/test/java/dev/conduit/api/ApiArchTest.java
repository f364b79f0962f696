// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of this module. */
class ApiArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.api")
        .everywhere()
        .flow("v1alpha1.common", "v1alpha1.block", "v1alpha1.policy")
        .tests();
  }
}
