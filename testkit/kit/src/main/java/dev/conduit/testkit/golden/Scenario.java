// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.golden;

import java.io.IOException;
import java.util.Map;

/** The code under test, as a function from a directory's inputs to files. */
@FunctionalInterface
public interface Scenario {
  /**
   * Runs one scenario.
   *
   * @return text by file name, slashes allowed; exactly what {@code expected/} must hold
   * @throws IOException when an input cannot be read
   */
  Map<String, String> run(ScenarioInputs inputs) throws IOException;
}
