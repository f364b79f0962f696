// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.conduit.engine.surface.spi.Constraint;
import dev.conduit.engine.surface.spi.EngineException;
import dev.conduit.engine.surface.spi.Failure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Constraints as llama.cpp's grammars (GBNF). */
final class Grammars {
  private Grammars() {}

  /** Absent for free text. Throws {@link EngineException} for what cannot be kept. */
  static Optional<String> of(Constraint constraint) {
    return switch (constraint) {
      case Constraint.None() -> Optional.empty();
      case Constraint.AnyJson() -> Optional.of(SchemaGrammar.anyObject());
      case Constraint.Schema(var schema) -> Optional.of(SchemaGrammar.of(schema));
      case Constraint.Choice(List<String> options) ->
          Optional.of(
              "root ::= "
                  + options.stream().map(Grammars::literal).collect(Collectors.joining(" | ")));
      case Constraint.Grammar(String text) -> Optional.of(text);
      case Constraint.Regex _ ->
          throw new EngineException(
              new Failure.Invalid(
                  "this engine cannot keep a regular expression; use a JSON schema or a choice",
                  "structured_outputs"));
    };
  }

  /** A JSON string literal is a GBNF literal. */
  static String literal(String text) {
    return JsonNodeFactory.instance.textNode(text).toString();
  }
}
