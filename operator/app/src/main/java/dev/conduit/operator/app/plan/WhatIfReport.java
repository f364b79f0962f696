// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A plan beside the plan of a changed world.
 *
 * @param schema names this shape
 * @param fits whether all of the changed world fits
 * @param exitCode of the changed world
 * @param changes that were made
 * @param differences figures of blocks that are not the same, by block
 * @param asIs the plan without the changes
 * @param whatIf the plan with them
 */
public record WhatIfReport(
    String schema,
    boolean fits,
    int exitCode,
    List<ReportedChange> changes,
    List<Difference> differences,
    PlanReport asIs,
    PlanReport whatIf) {
  static final String SCHEMA = "conduit.dev/plan-what-if/v1";

  public WhatIfReport {
    changes = List.copyOf(changes);
    differences = List.copyOf(differences);
  }

  /**
   * A figure that is not the same.
   *
   * @param block empty for the figures of all blocks together
   * @param figure a field of the report
   * @param asIs left out where there is none
   * @param whatIf left out where there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Difference(
      String namespace,
      String block,
      String figure,
      @Nullable Object asIs,
      @Nullable Object whatIf) {}

  public static WhatIfReport of(List<ReportedChange> changes, PlanReport asIs, PlanReport whatIf) {
    List<Difference> differences = new ArrayList<>();
    for (ReportedBlock block : whatIf.blocks()) {
      BlockFigures after = BlockFigures.of(block, whatIf);
      BlockFigures before =
          asIs.blocks().stream()
              .filter(one -> one.isSame(block))
              .findFirst()
              .map(one -> BlockFigures.of(one, asIs))
              .orElse(after);
      for (BlockFigures.Figure figure : BlockFigures.Figure.values()) {
        add(differences, block, figure.wireName(), before.value(figure), after.value(figure));
      }
    }
    if (!Objects.equals(asIs.usdPerHour(), whatIf.usdPerHour())) {
      differences.add(new Difference("", "", "usdPerHour", asIs.usdPerHour(), whatIf.usdPerHour()));
    }
    return new WhatIfReport(
        SCHEMA, whatIf.fits(), whatIf.exitCode(), changes, differences, asIs, whatIf);
  }

  private static void add(
      List<Difference> differences,
      ReportedBlock block,
      String figure,
      @Nullable Object before,
      @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      differences.add(new Difference(block.namespace(), block.name(), figure, before, after));
    }
  }

  public String json() {
    return ReportText.json(this);
  }

  public String yaml() {
    return ReportText.yaml(this);
  }
}
