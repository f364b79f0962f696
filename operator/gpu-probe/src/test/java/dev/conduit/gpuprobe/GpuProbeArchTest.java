// SPDX-License-Identifier: Apache-2.0
package dev.conduit.gpuprobe;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of this module. */
class GpuProbeArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.gpuprobe")
        .everywhere()
        .except(16, "a child answers on its stream, a pod logs there", "dev.conduit.gpuprobe.Main")
        .except(9, "a method handle may throw anything", "dev.conduit.gpuprobe.Library")
        .tests();
  }
}
