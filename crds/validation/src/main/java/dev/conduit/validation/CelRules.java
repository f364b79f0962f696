// SPDX-License-Identifier: Apache-2.0
package dev.conduit.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the {@code x-kubernetes-validations} of a schema, as the API server does: a rule sees
 * its own value as {@code self}; one that names {@code oldSelf} runs on updates only, and only
 * where the value was there before. Programs are compiled once per rule. Safe for use by one
 * thread.
 */
final class CelRules {
  private final CelCompiler compiler =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("self", SimpleType.DYN)
          .addVar("oldSelf", SimpleType.DYN)
          .build();
  private final CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder().build();
  private final Map<String, CelRuntime.Program> programs = new HashMap<>();

  /** Runs every rule of the schema and of what is below it. {@code old} is absent on a create. */
  void check(
      String path, JsonNode schema, JsonNode value, @Nullable JsonNode old, FieldReport report) {
    for (JsonNode rule : schema.path("x-kubernetes-validations")) {
      run(path, rule, schema, value, old, report);
    }
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
        JsonNode child = value.path(property.getKey());
        if (!child.isMissingNode()) {
          String at = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
          check(at, property.getValue(), child, below(old, property.getKey()), report);
        }
      }
    }
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      // lists are atomic: an item has no earlier self
      check(path + "[" + i + "]", schema.path("items"), value.get(i), null, report);
    }
  }

  private static @Nullable JsonNode below(@Nullable JsonNode old, String name) {
    return old == null || !old.has(name) ? null : old.get(name);
  }

  private void run(
      String path,
      JsonNode rule,
      JsonNode schema,
      JsonNode value,
      @Nullable JsonNode old,
      FieldReport report) {
    String expression = rule.path("rule").asText();
    boolean transition = expression.contains("oldSelf");
    if (transition && old == null) {
      return;
    }
    Map<String, Object> variables = new HashMap<>();
    variables.put("self", toCel(schema, value));
    if (old != null) {
      variables.put("oldSelf", toCel(schema, old));
    }
    String field = rule.path("fieldPath").asText("");
    String at = path.isEmpty() && field.startsWith(".") ? field.substring(1) : path + field;
    try {
      Object holds = program(expression).eval(variables);
      if (!Boolean.TRUE.equals(holds)) {
        report.problem(at, "Invalid value: " + message(rule, variables));
      }
    } catch (CelEvaluationException e) {
      report.problem(at, "Invalid value: the rule \"" + expression + "\" could not be evaluated");
    }
  }

  /** Of its expression, or the fixed one where there is none or it says nothing. */
  private String message(JsonNode rule, Map<String, Object> variables) {
    String fixed = rule.path("message").asText(rule.path("rule").asText());
    String expression = rule.path("messageExpression").asText("");
    if (expression.isEmpty()) {
      return fixed;
    }
    try {
      return program(expression).eval(variables) instanceof String text && !text.isBlank()
          ? text
          : fixed;
    } catch (CelEvaluationException e) {
      return fixed;
    }
  }

  private CelRuntime.Program program(String expression) {
    CelRuntime.Program known = programs.get(expression);
    if (known != null) {
      return known;
    }
    try {
      CelRuntime.Program fresh = runtime.createProgram(compiler.compile(expression).getAst());
      programs.put(expression, fresh);
      return fresh;
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException("a CRD has a rule that does not compile: " + expression, e);
    }
  }

  /**
   * A value as CEL sees it; numbers are int or double by the schema, not by how they were written.
   */
  private static Object toCel(JsonNode schema, JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT, POJO -> map(schema, value);
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        value.forEach(item -> list.add(toCel(schema.path("items"), item)));
        yield list;
      }
      case BOOLEAN -> value.asBoolean();
      case NUMBER -> {
        boolean whole =
            schema.path("type").asText("integer").equals("integer") && value.isIntegralNumber();
        yield whole ? (Object) value.asLong() : (Object) value.asDouble();
      }
      case NULL, MISSING -> dev.cel.common.values.NullValue.NULL_VALUE;
      case STRING, BINARY -> value.asText();
    };
  }

  private static Map<String, Object> map(JsonNode schema, JsonNode value) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode known = schema.path("properties").path(field.getKey());
      JsonNode below = known.isMissingNode() ? schema.path("additionalProperties") : known;
      map.put(field.getKey(), toCel(below, field.getValue()));
    }
    return map;
  }
}
