// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.operator.core.estimate.Accelerator;
import dev.conduit.operator.core.facts.Anatomy;
import dev.conduit.operator.core.fit.Ask;
import dev.conduit.operator.core.fit.MemoryStyle;
import dev.conduit.operator.core.fit.Parallelism;
import dev.conduit.operator.core.observed.DeviceKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * How models fill devices, kept from one plan to the next: an estimate costs more than all else of
 * a small plan, and most of what a plan asks was asked by the one before.
 *
 * <p>A key holds everything that an estimate depends on, the model's facts included, so nothing has
 * to be forgotten when facts, machines or prices change. At most {@value #MOST} keys of about 5 KiB
 * are kept; then all are forgotten, and what is still wanted is estimated once more. Safe for many
 * threads; whoever asks, the answer is the same.
 */
public final class KnownSizes {
  private static final int MOST = 4096;

  private final Map<Key, Map<Parallelism, List<Sizes.Offer>>> known = new ConcurrentHashMap<>();

  /**
   * All that an estimate depends on beside the split.
   *
   * @param ask with the model
   * @param style in which the engine takes memory
   * @param packed whether it shares devices
   * @param device one of those that it is split over
   */
  record Key(Ask ask, MemoryStyle style, boolean packed, DeviceKind kind, Accelerator device) {

    /** By what tells most keys apart: a model has dozens of layers, and one hash asks for all. */
    @Override
    public int hashCode() {
      Anatomy model = ask.model().anatomy();
      return Objects.hash(
          model.hidden(),
          model.layers().size(),
          ask.model().storage().name(),
          ask.contextTokens(),
          ask.concurrency(),
          ask.kvType(),
          packed,
          device);
    }
  }

  /**
   * The ways to run over each of the splits, in their order.
   *
   * @param estimate of those that are not known
   */
  List<Sizes.Offer> of(
      Key key, List<Parallelism> splits, Function<Parallelism, List<Sizes.Offer>> estimate) {
    if (known.size() >= MOST && !known.containsKey(key)) {
      known.clear();
    }
    Map<Parallelism, List<Sizes.Offer>> bySplit =
        known.computeIfAbsent(key, _ -> new ConcurrentHashMap<>());
    return splits.stream()
        .flatMap(split -> bySplit.computeIfAbsent(split, estimate).stream())
        .toList();
  }

  /** Keys that are kept. */
  int count() {
    return known.size();
  }
}
