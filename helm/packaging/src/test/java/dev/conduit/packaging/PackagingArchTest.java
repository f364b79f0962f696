// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class PackagingArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.packaging")
        .everywhere()
        .except(16, "its console is what it is for", "dev.conduit.packaging.Main")
        .tests();
  }
}
