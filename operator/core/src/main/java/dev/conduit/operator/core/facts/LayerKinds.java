// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which kind each layer is. Every family says it in its own words: a list of types, a pattern of
 * letters, an interval, or nothing but its class. Source: the configuration classes of Hugging Face
 * transformers, and vLLM's {@code layers_block_type}.
 */
final class LayerKinds {
  private LayerKinds() {}

  static List<LayerKind> of(ConfigFields config, int layers) {
    return pattern(config)
        .or(() -> types(config))
        .or(() -> counts(config))
        .or(() -> indices(config, layers))
        .or(() -> marks(config))
        .orElseGet(() -> byInterval(config, layers));
  }

  /** Nemotron-H: a letter a layer, or an object that has them under {@code pattern}. */
  private static Optional<List<LayerKind>> pattern(ConfigFields config) {
    String letters =
        config
            .object("hybrid_override_pattern")
            .map(inner -> inner.text("", "pattern"))
            .orElseGet(() -> config.text("", "hybrid_override_pattern"));
    return letters.isEmpty()
        ? Optional.empty()
        : Optional.of(letters.chars().mapToObj(LayerKinds::ofLetter).toList());
  }

  private static LayerKind ofLetter(int letter) {
    return switch (letter) {
      case 'M' -> LayerKind.MAMBA;
      case '*' -> LayerKind.FULL;
      default -> LayerKind.NONE;
    };
  }

  private static Optional<List<LayerKind>> types(ConfigFields config) {
    for (String name : List.of("layer_types", "layers_block_type")) {
      if (!config.list(name).isEmpty()) {
        return Optional.of(
            config.list(name).stream().map(type -> ofType(String.valueOf(type))).toList());
      }
    }
    return Optional.empty();
  }

  /** Shortened lists say how many there are of each type; their order is not needed for sizes. */
  private static Optional<List<LayerKind>> counts(ConfigFields config) {
    return config
        .object("layer_types")
        .flatMap(types -> types.object("counts"))
        .map(
            counts -> {
              List<LayerKind> kinds = new ArrayList<>();
              for (Map.Entry<String, Object> entry : counts.values().entrySet()) {
                long many = entry.getValue() instanceof Number number ? number.longValue() : 0;
                kinds.addAll(
                    Collections.nCopies(
                        Math.clamp(many, 0, Figures.MOST_LAYERS), ofType(entry.getKey())));
              }
              return List.copyOf(kinds);
            });
  }

  private static LayerKind ofType(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "sliding_attention", "local_attention", "sliding" -> LayerKind.SLIDING;
      case "chunked_attention" -> LayerKind.CHUNKED;
      case "linear_attention", "conv", "kda", "recurrent" -> LayerKind.LINEAR;
      case "mamba", "mamba2" -> LayerKind.MAMBA;
      case "hybrid" -> LayerKind.BOTH;
      case "mlp", "moe", "none" -> LayerKind.NONE;
      default -> LayerKind.FULL;
    };
  }

  /** Families that list their attention layers by number. */
  private static Optional<List<LayerKind>> indices(ConfigFields config, int layers) {
    Optional<ConfigFields> kimi = config.object("linear_attn_config");
    List<?> full =
        kimi.isPresent() ? kimi.get().list("full_attn_layers") : config.list("attn_layer_indices");
    if (full.isEmpty()) {
      return Optional.empty();
    }
    LayerKind other = kimi.isPresent() ? LayerKind.LINEAR : LayerKind.MAMBA;
    List<LayerKind> kinds = new ArrayList<>(Collections.nCopies(layers, other));
    // Only how many there are matters for sizes; Kimi counts from one, Bamba from zero.
    for (int i = 0; i < Math.min(layers, full.size()); i++) {
      kinds.set(i, LayerKind.FULL);
    }
    return Optional.of(kinds);
  }

  /** MiMo V2: a number a layer, 1 with a window. */
  private static Optional<List<LayerKind>> marks(ConfigFields config) {
    List<?> marks = config.list("hybrid_layer_pattern");
    return marks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            marks.stream().map(mark -> isOne(mark) ? LayerKind.SLIDING : LayerKind.FULL).toList());
  }

  /** Of any width: parsers differ in which they make of a small number. */
  private static boolean isOne(Object mark) {
    return mark instanceof Number number && number.longValue() == 1;
  }

  private static List<LayerKind> byInterval(ConfigFields config, int layers) {
    String architecture = config.architecture();
    if (architecture.startsWith("Mamba") || architecture.startsWith("FalconMamba")) {
      return Collections.nCopies(layers, LayerKind.MAMBA);
    }
    if (architecture.startsWith("FalconH1")) {
      return Collections.nCopies(layers, LayerKind.BOTH);
    }
    boolean next = architecture.startsWith("Qwen3Next") || architecture.startsWith("Qwen3_5");
    long linear = config.number(next ? 4 : 0, "full_attention_interval");
    if (linear > 0) {
      return every(layers, (int) linear, (int) linear - 1, LayerKind.LINEAR);
    }
    Optional<Long> jamba = config.number("attn_layer_period");
    if (jamba.isPresent()) {
      int offset = (int) config.number(jamba.get() / 2, "attn_layer_offset");
      return every(layers, jamba.get().intValue(), offset, LayerKind.MAMBA);
    }
    if (architecture.startsWith("Llama4") && Window.chunk(config) > 0) {
      return every(layers, 4, 3, LayerKind.CHUNKED);
    }
    int windowed = windowPattern(config, architecture);
    if (windowed == 1) {
      return Collections.nCopies(layers, LayerKind.SLIDING);
    }
    return windowed == 0
        ? Collections.nCopies(layers, LayerKind.FULL)
        : every(layers, windowed, windowed - 1, LayerKind.SLIDING);
  }

  /** One full layer in so many; 1 when all are windowed, 0 when none is. */
  private static int windowPattern(ConfigFields config, String architecture) {
    if (Window.of(config) == 0 || !config.flag("use_sliding_window", true)) {
      return 0;
    }
    long given = config.number(0, "sliding_window_pattern", "_sliding_window_pattern");
    if (given > 0) {
      return (int) given;
    }
    if (architecture.startsWith("Gemma2") || architecture.startsWith("GptOss")) {
      return 2;
    }
    if (architecture.startsWith("Gemma3n")) {
      return 5;
    }
    if (architecture.startsWith("Gemma3") || architecture.startsWith("Gemma4")) {
      return 6;
    }
    return architecture.matches("(Cohere2|Olmo3|Exaone4).*") ? 4 : 1;
  }

  private static List<LayerKind> every(int layers, int period, int offset, LayerKind other) {
    List<LayerKind> kinds = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      kinds.add(i % period == offset ? LayerKind.FULL : other);
    }
    return kinds;
  }
}
