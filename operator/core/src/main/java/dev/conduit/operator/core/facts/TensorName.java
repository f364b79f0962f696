// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import dev.conduit.operator.core.observed.WeightPart;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a tensor says it is.
 *
 * <p>Source: the modules' names in Hugging Face transformers' modelling files, and llama.cpp's
 * {@code llama-arch.cpp} for GGUF. Scales, zero points and biases have the name of the weight that
 * they belong to, with another ending, and go with it.
 */
record TensorName(String name) {
  private static final Pattern LAYER =
      Pattern.compile("(?:^|\\.)(?:layers|h|blocks|blk|block)\\.(\\d+)\\.");

  /** Of a layer's number; all of these fit in an int. */
  private static final int MOST_DIGITS = 9;

  private static final Pattern FUSED =
      Pattern.compile("(qkv_proj|query_key_value|c_attn|wqkv|attn_qkv|in_proj_qkv)\\.");

  private static final Pattern VISION =
      Pattern.compile(
          "(^|\\.)(visual|vision_tower|vision_model|vision_encoder|vision_embed|vision_tower_.*"
              + "|multi_modal_projector|mm_projector|mlp1|audio_tower|audio_encoder|embed_vision"
              + "|embed_audio|patch_merger|vision_language_adapter|pre_mm_projector_norm|v|mm)\\.");

  private static final Pattern DRAFT = Pattern.compile("(^|\\.)(mtp|nextn|eagle|mtp_block)(\\.|_)");

  /** In this order: the first that is found decides. */
  private static final List<Map.Entry<Pattern, WeightPart>> PARTS =
      List.of(
          part(
              "(embed_tokens|word_embeddings|tok_embeddings|token_embd|wte|wpe|embed_positions)"
                  + "|(^|\\.)(embeddings|embed_in)\\.",
              WeightPart.EMBEDDING),
          part("(^|\\.)(lm_head|embed_out)\\.|^output\\.", WeightPart.HEAD),
          part("norm|(^|\\.)ln_|layernorm|_ln\\b|sinks|rotary", WeightPart.COPIED),
          part(
              "mlp\\.router|\\.router\\.|gate\\.(weight|bias|e_score)|ffn_gate_inp|shared_expert_gate|exp_probs_b|e_score_correction",
              WeightPart.COPIED),
          part("shared_expert|shared_mlp|_shexp\\.", WeightPart.DENSE),
          part("\\.experts\\.|_exps\\.|block_sparse_moe|moe\\.", WeightPart.EXPERTS),
          part("kv_a_proj|q_a_proj|attn_kv_a|attn_q_a|indexer|compressor", WeightPart.COPIED),
          part("kv_b_proj|attn_kv_b|attn_k_b|attn_v_b", WeightPart.ATTENTION),
          part(
              "linear_attn|mamba|ssm_|mixer\\.(in_proj|out_proj|conv1d|A_log|D|dt_)|\\.conv\\.|"
                  + "(A_log|dt_bias|conv1d|dt_proj|x_proj)",
              WeightPart.MIXER),
          part("\\.(k_proj|v_proj|wk|wv|attn_k|attn_v|key|value)\\.", WeightPart.KEY_VALUE),
          part("attn|attention|q_proj|o_proj|\\.(wq|wo|query)\\.", WeightPart.ATTENTION),
          part(
              "mlp|ffn|feed_forward|gate_proj|up_proj|down_proj|gate_up|\\.fc[12]\\.|dense_|\\.dense\\.",
              WeightPart.DENSE));

  private static Map.Entry<Pattern, WeightPart> part(String pattern, WeightPart part) {
    return Map.entry(Pattern.compile(pattern), part);
  }

  boolean isFusedAttention() {
    return FUSED.matcher(name).find() && !isVision() && !name.contains("linear_attn");
  }

  /**
   * The part that it belongs to; empty when its name says nothing.
   *
   * @param layers of the model
   */
  Optional<WeightPart> part(int layers) {
    if (isVision()) {
      return Optional.of(WeightPart.VISION);
    }
    Matcher layer = LAYER.matcher(name);
    if (DRAFT.matcher(name).find()
        || (layer.find() && layers > 0 && isBeyond(layer.group(1), layers))) {
      return Optional.of(WeightPart.DRAFT);
    }
    return PARTS.stream()
        .filter(entry -> entry.getKey().matcher(name).find())
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static boolean isBeyond(String digits, int layers) {
    return digits.length() > MOST_DIGITS || Integer.parseInt(digits) >= layers;
  }

  /** The name with the layer's number left out, for a finding. */
  String module() {
    return LAYER.matcher(name).replaceFirst(".layers.N.");
  }

  private boolean isVision() {
    return VISION.matcher(name).find();
  }
}
