// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

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
  static Grammar of(Constraint constraint) {
    return switch (constraint) {
      case Constraint.None() -> Grammar.FREE;
      case Constraint.AnyJson() -> of(SchemaGrammar.anyObject());
      case Constraint.Schema(var schema) -> of(SchemaGrammar.of(schema));
      case Constraint.Choice(List<String> options) ->
          of(
              "root ::= "
                  + options.stream().map(Grammars::literal).collect(Collectors.joining(" | ")));
      case Constraint.Grammar _ ->
          // llama.cpp ignores a grammar that it cannot parse, and its notation is not vLLM's
          throw new EngineException(
              new Failure.Invalid(
                  "this engine takes no grammars; use a JSON schema or a choice",
                  "structured_outputs"));
      case Constraint.Regex _ ->
          throw new EngineException(
              new Failure.Invalid(
                  "this engine cannot keep a regular expression; use a JSON schema or a choice",
                  "structured_outputs"));
    };
  }

  /** A GBNF literal; characters that the notation has no letter for are written by number. */
  static String literal(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\x%02x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  private static Grammar of(String gbnf) {
    return new Grammar(Optional.of(gbnf));
  }
}
