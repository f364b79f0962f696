// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a command takes from where it runs.
 *
 * @param home of Conduit: has {@code bin/} and {@code target/dist/}
 * @param states folder that holds one state folder for each folder of manifests
 * @param environment variables
 */
public record Surroundings(Path home, Path states, Map<String, String> environment) {
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  static Surroundings ofThisProcess() {
    Map<String, String> environment = System.getenv();
    String states = environment.get("CONDUIT_STATE_HOME");
    return new Surroundings(
        Path.of(System.getProperty("conduit.home", ".")).toAbsolutePath().normalize(),
        states == null
            ? Path.of(System.getProperty("user.home"), ".conduit", "run")
            : Path.of(states).toAbsolutePath(),
        environment);
  }
}
