// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.console.Console;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a request came that does not say so itself: rules may go by the time of day. */
final class MomentOption {
  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When requests without a time came: 2026-07-01T23:00:00Z. Default: now.")
  @Nullable String at;

  /** Nothing, and an error on the console, for what is no time. */
  Optional<Instant> read(Console console) {
    try {
      return Optional.of(at == null ? Instant.now() : Instant.parse(at));
    } catch (DateTimeException e) {
      console.error("conduit: --at: \"" + at + "\" is not a time such as 2026-07-01T23:00:00Z");
      return Optional.empty();
    }
  }
}
