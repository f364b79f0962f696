// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.fit;

import dev.conduit.operator.core.facts.ConfigFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds a model's configuration by what a person calls it. Copies of a model, quantised or trained
 * further, have its shape: the publisher, the words for training, date and quantisation are left
 * out on both sides, and the name of a distilled model's student counts.
 */
public final class ModelConfigs {
  /** Words that do not change the shape of a model. */
  private static final Pattern WORDS =
      Pattern.compile(
          "(?i)[-_ ]?(instruct|chat|thinking|reasoning|it|base|hf|gguf|awq|gptq|int4|int8|fp8|nvfp4"
              + "|mxfp4|bf16|fp16|w4a16|w8a8|w8a16|quantized\\.\\w+|autoround|dynamic|bnb|4bit|8bit"
              + "|unsloth|qat|mtp|v0\\.[123]|2[45]\\d\\d|0528|0324|0731|a3b-2507|preview|abliterated-v2|abliterated"
              + "|huihui|nvidia|meta|fp8-dynamic|block|online|research)(?=[-_ ]|$)");

  /** Models whose names do not say whose shape they have. Source: their model cards. */
  private static final Map<String, String> SAME_SHAPE =
      Map.ofEntries(
          Map.entry("deepseek-r1", "deepseek-v3"),
          Map.entry("deepseek-v3.1", "deepseek-v3"),
          Map.entry("deepseek-coder-v2-lite", "deepseek-v2-lite"),
          Map.entry("deepseek-r1-distill-llama-8b", "llama-3.1-8b"),
          Map.entry("deepseek-r1-distill-llama-70b", "llama-3.1-70b"),
          Map.entry("llama-3-70b", "llama-3.1-70b"),
          Map.entry("llama-3.3-70b", "llama-3.1-70b"),
          Map.entry("llama-3-8b", "llama-3.1-8b"),
          Map.entry("ui-tars-7b", "qwen2-vl-7b"),
          Map.entry("minimax-m2.7", "minimax-m2.5"),
          Map.entry("minimax-m2", "minimax-m2.5"),
          Map.entry("glm-z1-32b-0414", "glm-4-32b-0414"),
          Map.entry("qwen3-coder-next", "qwen3-next-80b-a3b"),
          Map.entry("nemotron-3-nano", "nemotron-3-nano-30b-a3b"),
          Map.entry("nemotron-3-nano-omni-30b-a3b", "nemotron-3-nano-30b-a3b"),
          Map.entry("deepseek-v3-family", "deepseek-v3"),
          Map.entry("qwen3-coder-30b-a3b", "qwen3-30b-a3b"));

  private static final Pattern DISTILLED =
      Pattern.compile("(?i)distill-(qwen)-(1.5b|7b|14b|32b)|-(qwen3)-(8b)$");

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
      byShape.merge(shapeName(id), byId.get(id), ModelConfigs::fuller);
    }
  }

  /** The configuration of a model; empty when none is known by this or a related name. */
  public Optional<ConfigFields> find(String model) {
    for (String name : List.of(model, stripped(model))) {
      Map<String, Object> exact = byId.get(name.toLowerCase(Locale.ROOT));
      if (exact != null) {
        // One that says little is filled up by a sibling of the same shape.
        Map<String, Object> merged =
            new LinkedHashMap<>(byShape.getOrDefault(shapeName(name), Map.of()));
        merged.remove("quantization_config");
        merged.remove("repo_safetensors_gib_kaito");
        exact.forEach((key, value) -> putPresent(merged, key, value));
        return Optional.of(new ConfigFields(merged));
      }
    }
    return Optional.ofNullable(byShape.get(shapeName(model))).map(ModelConfigs::withoutStorage);
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

  private static String stripped(String model) {
    return model
        .replaceAll("\\s*\\(.*\\)", "")
        .replaceAll("(?i) (awq|gptq|gguf|fp8|nvfp4)$", "")
        .strip();
  }

  static String shapeName(String model) {
    String name = stripped(model);
    name = name.substring(name.lastIndexOf('/') + 1);
    name = name.substring(name.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
    Matcher student = DISTILLED.matcher(name);
    if (student.find()) {
      name = student.group(1) == null ? "qwen3-" + student.group(4) : "qwen2.5-" + student.group(2);
    }
    String before;
    do {
      before = name;
      name = WORDS.matcher(name).replaceAll("").replaceAll("^[-_ ]+|[-_ ]+$", "");
    } while (!name.equals(before));
    return SAME_SHAPE.getOrDefault(name, name.replace("qwen2.5-coder", "qwen2.5"));
  }
}
