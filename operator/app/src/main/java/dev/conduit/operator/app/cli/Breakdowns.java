// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import dev.conduit.operator.app.console.Table;
import dev.conduit.operator.core.plan.EngineInstance;
import dev.conduit.operator.core.plan.Plan;

/** What each planned engine's fullest device is used for. */
final class Breakdowns {
  private Breakdowns() {}

  /** One line an engine that could be sized; UNCERTAINTY is kept free, so a plan fits with it. */
  static Table of(Plan plan) {
    Table table =
        new Table(
            "ENGINE",
            "WEIGHTS",
            "KV CACHE",
            "ACTIVATION",
            "GRAPHS",
            "RUNTIME",
            "UNCERTAINTY",
            "IN ALL",
            "KV TOKENS",
            "CONTEXT");
    for (EngineInstance engine : plan.desired()) {
      engine
          .breakdown()
          .ifPresent(
              split ->
                  table.row(
                      engine.id(),
                      split.weights().toString(),
                      split.kvCache().toString(),
                      split.activation().toString(),
                      split.graphs().toString(),
                      split.runtime().toString(),
                      split.margin().toString(),
                      split.total().toString(),
                      String.valueOf(split.kvTokens()),
                      String.valueOf(split.contextTokens())));
    }
    return table;
  }
}
