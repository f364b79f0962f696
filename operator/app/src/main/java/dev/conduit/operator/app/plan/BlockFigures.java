// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of a block can be set beside another plan of it.
 *
 * @param engines that shall run of it
 */
record BlockFigures(ReportedBlock block, List<ReportedEngine> engines) {

  /** In the order that they are shown. */
  enum Figure {
    FITS("fits"),
    REASON("reason"),
    REPLICAS_WANTED("replicasWanted"),
    REPLICAS_PLANNED("replicasPlanned"),
    GPU("gpu"),
    NODES("nodes"),
    CHARGE("chargeBytes"),
    WEIGHTS("weightsBytes"),
    KV_CACHE("kvCacheBytes"),
    KV_TOKENS("kvTokens"),
    CONTEXT("contextTokens"),
    COST("usdPerHour");

    private final String wireName;

    Figure(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }
  }

  static BlockFigures of(ReportedBlock block, PlanReport report) {
    return new BlockFigures(
        block,
        report.engines().stream()
            .filter(engine -> engine.namespace().equals(block.namespace()))
            .filter(engine -> engine.block().equals(block.name()))
            .filter(engine -> engine.command() != null)
            .toList());
  }

  /** Of engines, the first one's; null where there is none. */
  @Nullable Object value(Figure figure) {
    return switch (figure) {
      case FITS -> block.fits();
      case REASON -> block.reason();
      case REPLICAS_WANTED -> block.replicasWanted();
      case REPLICAS_PLANNED -> block.replicasPlanned();
      case GPU -> block.gpu();
      case NODES -> {
        String nodes =
            String.join(
                ",", engines.stream().map(ReportedEngine::node).distinct().sorted().toList());
        yield nodes.isEmpty() ? null : nodes;
      }
      case COST -> block.usdPerHour();
      case CHARGE -> engines.isEmpty() ? null : engines.getFirst().chargeBytes();
      case WEIGHTS, KV_CACHE, KV_TOKENS, CONTEXT -> memory(figure);
    };
  }

  private @Nullable Object memory(Figure figure) {
    return engines.stream()
        .map(ReportedEngine::memory)
        .filter(Objects::nonNull)
        .findFirst()
        .map(memory -> memory(figure, memory))
        .orElse(null);
  }

  private static Long memory(Figure figure, ReportedEngine.Memory memory) {
    return switch (figure) {
      case WEIGHTS -> memory.weightsBytes();
      case KV_CACHE -> memory.kvCacheBytes();
      case KV_TOKENS -> memory.kvTokens();
      default -> (long) memory.contextTokens();
    };
  }
}
