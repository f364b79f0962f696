// SPDX-License-Identifier: Apache-2.0
package dev.conduit.discovery.wire;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of what is written by hand here. */
class DiscoveryArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.discovery.wire")
        .everywhere()
        .core("dev.conduit.discovery.v1..", "com.google.protobuf..")
        .tests();
  }
}
