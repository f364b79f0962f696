// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.cascade;

import com.google.re2j.Pattern;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.regex.RegularExpression;
import dev.conduit.contract.Expression;

/**
 * What one value may take to be held against one schema: a schema of a few words that refers to
 * itself twice takes twice as long with each level of the value, and one expression with counted
 * repetitions fills any memory when it is compiled. Whatever takes more throws. For one thread,
 * once.
 */
final class SchemaEffort extends ExecutionContext {
  /** Keywords held against values; half a second. A megabyte of rows takes an eighth of them. */
  private static final long MOST_STEPS = 4_000_000;

  private static final int DEEPEST = 1_000;

  /** Alternatives that do not hold leave these behind, in memory. */
  private static final int MOST_ERRORS = 100_000;

  /** Steps of expressions, as {@link Expression} counts them; a third of a second. */
  private static final long MOST_MATCHING = 1L << 24;

  private int errors;
  private long matching;

  SchemaEffort() {
    super(
        ExecutionConfig.builder()
            .maxEvaluationSteps(MOST_STEPS)
            .maxEvaluationDepth(DEEPEST)
            .failFast(true)
            .build());
  }

  @Override
  public void addError(Error error) {
    if (++errors > MOST_ERRORS) {
      throw new IllegalStateException("the schema has too many alternatives that do not hold");
    }
    super.addError(error);
  }

  /** Takes time linear in the text. */
  RegularExpression expression(String text) {
    Expression.problem(text)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException("an expression cannot be used: " + why);
            });
    Pattern pattern = Expression.compile(text);
    return value -> {
      matching += (long) pattern.programSize() * value.length();
      if (matching > MOST_MATCHING) {
        throw new IllegalStateException("the expressions of the schema take too long");
      }
      return pattern.matcher(value).find();
    };
  }
}
