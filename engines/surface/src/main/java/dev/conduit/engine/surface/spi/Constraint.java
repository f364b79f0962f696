// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface.spi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What the output must look like. An engine that cannot keep one fails the generation with {@link
 * Failure.Invalid}; it never ignores it.
 */
public sealed interface Constraint {

  /** Free text. */
  record None() implements Constraint {}

  /** Any JSON object. */
  record AnyJson() implements Constraint {}

  /** A JSON value that is valid under a JSON schema. */
  record Schema(JsonNode schema) implements Constraint {}

  /** One of these strings. */
  record Choice(List<String> options) implements Constraint {
    public Choice {
      options = List.copyOf(options);
    }
  }

  /** Text that matches a regular expression from end to end. */
  record Regex(String pattern) implements Constraint {}

  /** A context-free grammar in the engine's own notation. */
  record Grammar(String text) implements Constraint {}
}
