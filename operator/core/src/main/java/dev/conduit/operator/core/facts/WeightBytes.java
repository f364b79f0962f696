// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import dev.conduit.operator.core.observed.WeightPart;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bytes of a checkpoint's tensors, by what engines do with them. Exact: from the headers of its
 * files.
 *
 * @param byPart bytes of each part that is there
 * @param unknown modules whose names say nothing; their bytes count as {@link WeightPart#COPIED},
 *     so that they are never taken for less than they may be
 */
public record WeightBytes(Map<WeightPart, Long> byPart, Set<String> unknown) {
  public WeightBytes {
    byPart = Map.copyOf(byPart);
    unknown = Set.copyOf(unknown);
  }

  /**
   * Sorts the tensors of a model. Cost: a few patterns for each tensor.
   *
   * @param config that says how many layers it has and which heads; one that is not understood only
   *     leaves drafts and keys among the rest
   * @throws ArithmeticException when they have more than 2^63 bytes
   */
  public static WeightBytes of(List<StoredTensor> tensors, ConfigFields config) {
    ConfigFields language = config.language();
    long said = AnatomyReader.layers(language);
    int layers = said > Figures.MOST_LAYERS ? 0 : (int) Math.max(0, said);
    boolean tied = AnatomyReader.isTied(language);
    return of(tensors, layers, tied, keyValueShare(config));
  }

  /**
   * Sorts tensors.
   *
   * @param layers of the model; tensors of later ones are drafts
   * @param tied whether the head is the embedding; a second copy in the files is not loaded then
   * @param keyValueShare part of a fused projection's rows that is keys and values
   */
  static WeightBytes of(
      List<StoredTensor> tensors, int layers, boolean tied, double keyValueShare) {
    Map<WeightPart, Long> sums = new EnumMap<>(WeightPart.class);
    Set<String> unknown = new LinkedHashSet<>();
    for (StoredTensor tensor : tensors) {
      TensorName name = new TensorName(tensor.name());
      if (name.isFusedAttention()) {
        long keyValue = Math.round(tensor.bytes() * keyValueShare);
        sums.merge(WeightPart.KEY_VALUE, keyValue, Math::addExact);
        sums.merge(WeightPart.ATTENTION, tensor.bytes() - keyValue, Math::addExact);
        continue;
      }
      WeightPart part =
          name.part(layers)
              .orElseGet(
                  () -> {
                    unknown.add(name.module());
                    return WeightPart.COPIED;
                  });
      if (part != WeightPart.HEAD || !tied) {
        sums.merge(part, tensor.bytes(), Math::addExact);
      }
    }
    return new WeightBytes(sums, unknown);
  }

  public long of(WeightPart part) {
    return byPart.getOrDefault(part, 0L);
  }

  /** All but the draft. */
  public long total() {
    return byPart.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact)
        - of(WeightPart.DRAFT);
  }

  /** Of the first layer that keeps keys and values. */
  private static double keyValueShare(ConfigFields config) {
    if (!(AnatomyReader.read(config) instanceof Anatomy.Reading.Known(Anatomy anatomy))) {
      return 0;
    }
    return anatomy.layers().stream()
        .filter(Memory.Tokens.class::isInstance)
        .map(Memory.Tokens.class::cast)
        .findFirst()
        .map(
            layer -> {
              double keyValue = (double) layer.heads() * layer.width();
              double query = anatomy.heads() * layer.width() / 2.0;
              return keyValue / (query + keyValue);
            })
        .orElse(0.0);
  }
}
