// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import dev.conduit.operator.app.console.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** For people: what a change changes. */
public final class WhatIfTable {
  private WhatIfTable() {}

  /** The changes in a line, then what is not the same. */
  public static List<String> lines(WhatIfReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        report.changes().stream()
            .map(one -> "%s %s=%s".formatted(one.block(), one.field(), one.value()))
            .collect(Collectors.joining(", ", "what if: ", "")));
    lines.add("");
    if (report.differences().isEmpty()) {
      lines.add("that changes nothing");
      return lines;
    }
    Table table = new Table("BLOCK", "FIGURE", "AS IS", "WHAT IF");
    String last = "";
    for (WhatIfReport.Difference one : report.differences()) {
      if (one.figure().endsWith("Bytes") && (one.asIs() == null || one.whatIf() == null)) {
        // Nothing runs on one side, as other lines say already.
        continue;
      }
      String block = one.block().isEmpty() ? "all" : one.block();
      table.row(
          block.equals(last) ? "" : block,
          one.figure(),
          Amount.figure(one.figure(), one.asIs()),
          Amount.figure(one.figure(), one.whatIf()));
      last = block;
    }
    lines.addAll(table.lines());
    return lines;
  }
}
