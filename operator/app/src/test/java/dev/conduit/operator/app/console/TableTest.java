// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {
  @Test
  void lines_cellsOfAnyWidth_lineUp() {
    Table table = new Table("NAME", "PHASE");
    table.row("light-0", "ready");
    table.row("h", "");
    assertThat(table.lines()).containsExactly("NAME     PHASE", "light-0  ready", "h");
  }
}
