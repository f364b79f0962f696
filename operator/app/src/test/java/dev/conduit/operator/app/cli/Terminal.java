// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.core.plan.Planner;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Runs command lines in this process and keeps what they print. */
final class Terminal {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(err, true, StandardCharsets.UTF_8),
          false);
  private final Surroundings surroundings;
  private final Planner planner = new Planner();

  Terminal(Path states) {
    this(states, Map.of("HF_HUB_OFFLINE", "1"));
  }

  Terminal(Path states, Map<String, String> environment) {
    Path home = Path.of(System.getProperty("conduit.root", "../.."));
    this.surroundings = new Surroundings(home.toAbsolutePath().normalize(), states, environment);
  }

  int run(String... arguments) {
    return conduit().run(arguments);
  }

  Conduit conduit() {
    return new Conduit(console, surroundings, observed -> planner.plan(observed, Instant.now()));
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
