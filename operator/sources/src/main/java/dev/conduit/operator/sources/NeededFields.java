// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.operator.core.knowledge.Knowledge;
import dev.conduit.operator.core.knowledge.ModelKnowledge;
import dev.conduit.operator.core.observed.ModelReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a configuration that a model's size comes from.
 *
 * <p>Idea: no list of names that would have to follow what is understood. Fields are left out by
 * halves for as long as the same is known of the model without them, so what is left says the same
 * by construction. Cost: some readings of the configuration for each field that is needed.
 */
final class NeededFields {
  private final ModelReading.Headers whole;
  private final Knowledge known;
  private final Map<String, Object> left;

  private NeededFields(ModelReading.Headers whole) {
    this.whole = whole;
    this.known = ModelKnowledge.counted(whole);
    this.left = copy(whole.config());
  }

  /** The same headers with these fields only. */
  static ModelReading.Headers of(ModelReading.Headers whole) {
    NeededFields fields = new NeededFields(whole);
    fields.shrink(fields.left, List.copyOf(fields.left.keySet()));
    return fields.now();
  }

  private ModelReading.Headers now() {
    return new ModelReading.Headers(
        left, whole.bytes(), whole.unknown(), whole.gguf(), whole.from());
  }

  private void shrink(Map<String, Object> part, List<String> names) {
    Map<String, Object> before = new LinkedHashMap<>(part);
    part.keySet().removeAll(names);
    if (ModelKnowledge.counted(now()).equals(known)) {
      return;
    }
    part.clear();
    part.putAll(before);
    if (names.size() > 1) {
      int half = names.size() / 2;
      shrink(part, names.subList(0, half));
      shrink(part, names.subList(half, names.size()));
    } else if (part.get(names.getFirst()) instanceof Map<?, ?> inner) {
      Map<String, Object> nested = copy(inner);
      part.put(names.getFirst(), nested);
      shrink(nested, new ArrayList<>(nested.keySet()));
    }
  }

  private static Map<String, Object> copy(Map<?, ?> given) {
    Map<String, Object> copy = new LinkedHashMap<>();
    given.forEach((name, value) -> copy.put(String.valueOf(name), value));
    return copy;
  }
}
