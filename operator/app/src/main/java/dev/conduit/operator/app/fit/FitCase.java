// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.fit;

import dev.conduit.operator.core.facts.ConfigFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One start of an engine. What was measured stands apart from what was known before, and only the
 * latter is given to the estimator.
 *
 * @param id of the case
 * @param known before the start
 * @param measured after it; empty when nothing was
 */
public record FitCase(String id, ConfigFields known, ConfigFields measured) {
  /** Results that stand beside {@code measured} in the files. */
  private static final List<String> RESULTS =
      List.of("measured", "num_gpu_blocks", "raw_mib", "consumed_weights_plus_nontorch_gib");

  static FitCase of(String id, Map<String, Object> fields) {
    Map<String, Object> known = new LinkedHashMap<>(fields);
    known.keySet().removeAll(RESULTS);
    ConfigFields all = new ConfigFields(fields);
    return new FitCase(
        id,
        new ConfigFields(known),
        all.object("measured").orElseGet(() -> new ConfigFields(Map.of())));
  }

  /** Whether it asks for KV tokens alone. */
  public boolean isInline() {
    return known.has("kv_space_gib");
  }

  /** Words that say what class of model it is; from the file. */
  public List<String> tags() {
    return known.list("tags").stream().map(String::valueOf).toList();
  }
}
