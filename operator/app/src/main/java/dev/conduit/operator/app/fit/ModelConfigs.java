// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.fit;

import dev.conduit.operator.core.facts.ConfigFields;
import dev.conduit.operator.core.knowledge.ShapeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds a model's configuration by what a person calls it: its own, or that of one that its name
 * says has the same shape.
 */
public final class ModelConfigs {
  private final Map<String, Map<String, Object>> byId = new TreeMap<>();
  private final Map<String, Map<String, Object>> byShape = new TreeMap<>();

  /**
   * @param configs of the user, by model
   * @param bundled that ship with the program; those of the user go before them, field by field
   */
  public ModelConfigs(
      Map<String, Map<String, Object>> configs, Map<String, Map<String, Object>> bundled) {
    add(bundled);
    add(configs);
  }

  private void add(Map<String, Map<String, Object>> configs) {
    for (Map.Entry<String, Map<String, Object>> entry : configs.entrySet()) {
      String id = entry.getKey().toLowerCase(Locale.ROOT);
      byId.merge(id, entry.getValue(), ModelConfigs::over);
      byShape.merge(ShapeName.of(id), byId.get(id), ModelConfigs::fuller);
    }
  }

  /** The configuration of a model; empty when none is known by this or a related name. */
  public Optional<ConfigFields> find(String model) {
    for (String name : List.of(model, ShapeName.stripped(model))) {
      Map<String, Object> exact = byId.get(name.toLowerCase(Locale.ROOT));
      if (exact != null) {
        // One that says little is filled up by a sibling of the same shape.
        Map<String, Object> merged =
            new LinkedHashMap<>(byShape.getOrDefault(ShapeName.of(name), Map.of()));
        merged.remove("quantization_config");
        merged.remove("repo_safetensors_gib_kaito");
        exact.forEach((key, value) -> putPresent(merged, key, value));
        return Optional.of(new ConfigFields(merged));
      }
    }
    return Optional.ofNullable(byShape.get(ShapeName.of(model))).map(ModelConfigs::withoutStorage);
  }

  /** Another copy may be stored in another way. */
  private static ConfigFields withoutStorage(Map<String, Object> config) {
    Map<String, Object> shape = new LinkedHashMap<>(config);
    shape.remove("quantization_config");
    return new ConfigFields(shape);
  }

  private static void putPresent(
      Map<String, Object> into, String key, @org.jspecify.annotations.Nullable Object value) {
    if (value != null) {
      into.put(key, value);
    }
  }

  private static Map<String, Object> over(Map<String, Object> below, Map<String, Object> above) {
    Map<String, Object> merged = new LinkedHashMap<>(below);
    above.forEach((key, value) -> putPresent(merged, key, value));
    return merged;
  }

  private static Map<String, Object> fuller(Map<String, Object> one, Map<String, Object> other) {
    return one.size() >= other.size() ? one : other;
  }
}
