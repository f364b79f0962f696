// SPDX-License-Identifier: Apache-2.0
package dev.conduit.example.chat;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of this module. */
class ChatAppArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.example.chat")
        .everywhere()
        .except(16, "hands the process's stream out", "dev.conduit.example.chat.Main")
        .tests();
  }
}
