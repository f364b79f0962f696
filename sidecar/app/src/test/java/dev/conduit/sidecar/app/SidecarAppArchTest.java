// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app;

import dev.conduit.testkit.arch.ModuleRules;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The architecture rules of the data plane's adapters. */
class SidecarAppArchTest {
  @TestFactory
  Stream<DynamicTest> rules() {
    return ModuleRules.of("dev.conduit.sidecar.app")
        .everywhere()
        .adapters(Set.of("wiring"), Set.of())
        .except(
            9,
            "the exchange boundary: what gets there is a bug, answered and logged as one",
            "dev.conduit.sidecar.app.wiring.RequestPath")
        .except(
            9,
            "the boundary of a pair: what gets there is a bug; the pair ends and its slot is free",
            "dev.conduit.sidecar.app.wiring.PairRun")
        .except(
            9,
            "the boundary of a snapshot: what gets there is a bug; the file is watched on",
            "dev.conduit.sidecar.app.config.SnapshotFile")
        .tests();
  }
}
