// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.gitops;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.List;
import java.util.Map;

/** Evaluates Flux's expressions in Flux's order: in progress, failed, current; else in progress. */
final class CelHealth {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

  private CelHealth() {}

  static String of(JsonNode expressions, JsonNode object)
      throws CelValidationException, CelEvaluationException {
    for (String outcome : List.of("inProgress", "failed", "current")) {
      if (holds(expressions.get(outcome).asText(), object)) {
        return outcome;
      }
    }
    return "inProgress";
  }

  private static boolean holds(String expression, JsonNode object)
      throws CelValidationException, CelEvaluationException {
    CelAbstractSyntaxTree tree =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("metadata", SimpleType.DYN)
            .addVar("spec", SimpleType.DYN)
            .addVar("status", SimpleType.DYN)
            .build()
            .compile(expression)
            .getAst();
    return (Boolean)
        CelRuntimeFactory.standardCelRuntimeBuilder()
            .build()
            .createProgram(tree)
            .eval(JSON.convertValue(object, TREE));
  }
}
