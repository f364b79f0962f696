// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model's {@code config.json}, as JSON parsers give it: maps, lists, numbers, text, booleans.
 *
 * <p>The language model of a multimodal one stands in a nested object, whose name differs by
 * family; its fields go before those around it. Shape: fields with {@code null} count as missing,
 * but for those that ask: families have defaults that only a {@code null} turns off.
 *
 * @param values without those that are {@code null}
 * @param turnedOff names of those
 */
public record ConfigFields(Map<String, Object> values, Set<String> turnedOff) {
  /** Names of the nested language model, outermost first. Source: the families' config classes. */
  private static final List<String> NESTED =
      List.of("thinker_config", "text_config", "llm_config", "language_config", "language_model");

  public ConfigFields {
    values = Map.copyOf(present(values));
    turnedOff = Set.copyOf(turnedOff);
  }

  public ConfigFields(Map<String, Object> values) {
    this(values, missing(values));
  }

  private static Set<String> missing(Map<String, Object> all) {
    Set<String> names = new TreeSet<>();
    for (Map.Entry<String, Object> entry : all.entrySet()) {
      if (entry.getValue() == null) {
        names.add(entry.getKey());
      }
    }
    return names;
  }

  private static Map<String, Object> present(Map<String, Object> all) {
    Map<String, Object> kept = new LinkedHashMap<>(all);
    kept.values().removeIf(value -> value == null);
    return kept;
  }

  /** The language model's fields, with those around it where it has none of that name. */
  public ConfigFields language() {
    for (String name : NESTED) {
      Optional<ConfigFields> inner = object(name);
      if (inner.isPresent()) {
        Map<String, Object> merged = new LinkedHashMap<>(values);
        merged.remove(name);
        merged.putAll(inner.get().values);
        merged.keySet().removeAll(inner.get().turnedOff);
        Set<String> none = new TreeSet<>(turnedOff);
        none.removeAll(inner.get().values.keySet());
        none.addAll(inner.get().turnedOff);
        return new ConfigFields(merged, none).language();
      }
    }
    return this;
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** The number of the first name that is there and holds one. */
  public Optional<Long> number(String... names) {
    for (String name : names) {
      if (values.get(name) instanceof Number found) {
        return Optional.of(found.longValue());
      }
    }
    return Optional.empty();
  }

  /** A family's default of a field that the file neither has nor turns off with {@code null}. */
  public long defaulted(long familys, String name) {
    return turnedOff.contains(name) ? 0 : number(familys, name);
  }

  /** The number of the first name that is there. */
  public long number(long otherwise, String... names) {
    return number(names).orElse(otherwise);
  }

  public Optional<Double> decimal(String name) {
    return values.get(name) instanceof Number found
        ? Optional.of(found.doubleValue())
        : Optional.empty();
  }

  public String text(String otherwise, String... names) {
    for (String name : names) {
      if (values.get(name) instanceof String found) {
        return found;
      }
    }
    return otherwise;
  }

  public boolean flag(String name, boolean otherwise) {
    return values.get(name) instanceof Boolean found ? found : otherwise;
  }

  /** The list of that name; empty when there is none. */
  public List<?> list(String name) {
    return values.get(name) instanceof List<?> found ? found : List.of();
  }

  /** The object of that name. */
  @SuppressWarnings("unchecked") // JSON objects have text as keys
  public Optional<ConfigFields> object(String name) {
    return values.get(name) instanceof Map<?, ?> found
        ? Optional.of(new ConfigFields((Map<String, Object>) found))
        : Optional.empty();
  }

  /** First of {@code architectures}, or what {@code model_type} says. */
  public String architecture() {
    List<?> names = list("architectures");
    return names.isEmpty() ? text("", "model_type") : String.valueOf(names.getFirst());
  }
}
