// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.plan.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan for programs. The names of its fields are public: they are added to and never change their
 * meaning. What is not known is left out, never null; lists may be empty. Bytes and tokens are
 * whole numbers, money is US dollars per hour. Source: {@code docs/plan.md} documents each field.
 *
 * @param schema names this shape
 * @param fits whether nothing was refused and every replica has a place
 * @param exitCode of the command: 0, 2 or 3
 * @param usdPerHour of all blocks; left out when the price of one is not known
 * @param nodes that were planned for
 * @param blocks sorted by namespace and name
 * @param engines that run or shall run
 * @param external hosted APIs
 * @param findings errors, warnings and notices, by object
 * @param problems with manifests that are malformed, each with file and line; only then, and then
 *     nothing was planned
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlanReport(
    String schema,
    boolean fits,
    int exitCode,
    @Nullable Double usdPerHour,
    List<ReportedNode> nodes,
    List<ReportedBlock> blocks,
    List<ReportedEngine> engines,
    List<ReportedExternal> external,
    List<ReportedFinding> findings,
    @Nullable List<String> problems) {
  static final String SCHEMA = "conduit.dev/plan/v1";

  public PlanReport {
    nodes = List.copyOf(nodes);
    blocks = List.copyOf(blocks);
    engines = List.copyOf(engines);
    external = List.copyOf(external);
    findings = List.copyOf(findings);
  }

  /** What was planned, and what came of it. */
  public static PlanReport of(Observed observed, Plan plan, ExitCode exit) {
    return new ReportWriter(observed, plan).report(exit);
  }

  /** Nothing could be planned. */
  public static PlanReport ofProblems(List<String> problems) {
    return new PlanReport(
        SCHEMA,
        false,
        ExitCode.INVALID.status(),
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.copyOf(problems));
  }

  /** One object, indented. */
  public String json() {
    return ReportText.json(this);
  }

  /** The same fields as YAML. */
  public String yaml() {
    return ReportText.yaml(this);
  }
}
