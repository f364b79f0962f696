// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.knowledge;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model's name says of its shape. Copies of a model, quantised or trained further, have its
 * shape: the publisher, the words for training, date and quantisation are left out, and the name of
 * a distilled model's student counts.
 */
public final class ShapeName {
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

  private ShapeName() {}

  /** Without what people add to a name: words in parentheses, a way to store the weights. */
  public static String stripped(String model) {
    return model
        .replaceAll("\\s*\\(.*\\)", "")
        .replaceAll("(?i) (awq|gptq|gguf|fp8|nvfp4)$", "")
        .strip();
  }

  /** The name of the shape, in lower case; of two models with one shape it is the same. */
  public static String of(String model) {
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
