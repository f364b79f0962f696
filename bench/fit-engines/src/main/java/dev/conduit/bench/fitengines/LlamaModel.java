// SPDX-License-Identifier: Apache-2.0
package dev.conduit.bench.fitengines;

import dev.conduit.operator.core.facts.ConfigFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model of llama.cpp's {@code llama} architecture, as a configuration and as a GGUF file.
 *
 * @param name of it
 * @param layers how many
 * @param hidden width
 * @param inner width of the feed-forward, or of one expert
 * @param heads of attention
 * @param keyValueHeads of them
 * @param vocabulary tokens
 * @param experts zero without
 * @param chosen experts of a token
 * @param tied whether the embedding is the output
 * @param type of its matrices
 */
record LlamaModel(
    String name,
    int layers,
    int hidden,
    int inner,
    int heads,
    int keyValueHeads,
    int vocabulary,
    int experts,
    int chosen,
    boolean tied,
    GgufWriter.Type type) {
  private static final int LONGEST = 32768;

  /** Dense with as many key-value heads as heads, grouped, with one, and of experts. */
  static final List<LlamaModel> ALL =
      List.of(
          new LlamaModel("dense", 6, 256, 1024, 8, 8, 8000, 0, 0, false, GgufWriter.Type.F16),
          new LlamaModel("grouped", 8, 512, 1536, 8, 2, 16000, 0, 0, true, GgufWriter.Type.F16),
          new LlamaModel(
              "grouped-q8", 4, 1024, 2816, 16, 4, 32000, 0, 0, false, GgufWriter.Type.Q8_0),
          new LlamaModel("one-head", 5, 256, 768, 4, 1, 4000, 0, 0, false, GgufWriter.Type.F16),
          new LlamaModel("experts", 4, 256, 512, 8, 2, 8000, 8, 2, false, GgufWriter.Type.F16));

  /** Its {@code config.json}. */
  ConfigFields config() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("architectures", List.of(experts > 0 ? "MixtralForCausalLM" : "LlamaForCausalLM"));
    fields.put("num_hidden_layers", layers);
    fields.put("hidden_size", hidden);
    fields.put("intermediate_size", inner);
    fields.put("num_attention_heads", heads);
    fields.put("num_key_value_heads", keyValueHeads);
    fields.put("vocab_size", vocabulary);
    fields.put("max_position_embeddings", LONGEST);
    fields.put("tie_word_embeddings", tied);
    if (experts > 0) {
      fields.put("num_local_experts", experts);
      fields.put("num_experts_per_tok", chosen);
    }
    return new ConfigFields(fields);
  }

  /** Writes it into a folder, unless it is there. */
  Path write(Path folder) throws IOException {
    Path file = Files.createDirectories(folder).resolve(name + ".gguf");
    GgufWriter out = metadata();
    out.tensor("token_embd.weight", type, hidden, vocabulary);
    out.tensor("output_norm.weight", GgufWriter.Type.F32, hidden);
    if (!tied) {
      out.tensor("output.weight", type, hidden, vocabulary);
    }
    for (int i = 0; i < layers; i++) {
      layer(out, "blk." + i + ".");
    }
    out.write(file);
    return file;
  }

  private void layer(GgufWriter out, String at) {
    int keyValue = hidden / heads * keyValueHeads;
    out.tensor(at + "attn_norm.weight", GgufWriter.Type.F32, hidden);
    out.tensor(at + "attn_q.weight", type, hidden, hidden);
    out.tensor(at + "attn_k.weight", type, hidden, keyValue);
    out.tensor(at + "attn_v.weight", type, hidden, keyValue);
    out.tensor(at + "attn_output.weight", type, hidden, hidden);
    out.tensor(at + "ffn_norm.weight", GgufWriter.Type.F32, hidden);
    if (experts == 0) {
      out.tensor(at + "ffn_gate.weight", type, hidden, inner);
      out.tensor(at + "ffn_up.weight", type, hidden, inner);
      out.tensor(at + "ffn_down.weight", type, inner, hidden);
      return;
    }
    out.tensor(at + "ffn_gate_inp.weight", GgufWriter.Type.F32, hidden, experts);
    out.tensor(at + "ffn_gate_exps.weight", type, hidden, inner, experts);
    out.tensor(at + "ffn_up_exps.weight", type, hidden, inner, experts);
    out.tensor(at + "ffn_down_exps.weight", type, inner, hidden, experts);
  }

  private GgufWriter metadata() {
    GgufWriter out = new GgufWriter();
    out.put("general.architecture", "llama").put("general.name", name);
    out.put("llama.block_count", layers).put("llama.context_length", LONGEST);
    out.put("llama.embedding_length", hidden).put("llama.feed_forward_length", inner);
    out.put("llama.attention.head_count", heads);
    out.put("llama.attention.head_count_kv", keyValueHeads);
    out.put("llama.attention.layer_norm_rms_epsilon", 1e-5f);
    out.put("llama.rope.dimension_count", hidden / heads);
    out.put("llama.vocab_size", vocabulary);
    if (experts > 0) {
      out.put("llama.expert_count", experts).put("llama.expert_used_count", chosen);
    }
    return vocabulary(out);
  }

  /** Bytes, and words that nobody says. */
  private GgufWriter vocabulary(GgufWriter out) {
    List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
    for (int i = 0; i < 256; i++) {
      tokens.add("<0x%02X>".formatted(i));
    }
    while (tokens.size() < vocabulary) {
      tokens.add("w" + tokens.size());
    }
    int[] types = new int[vocabulary];
    for (int i = 0; i < vocabulary; i++) {
      types[i] = i == 0 ? 2 : i < 3 ? 3 : i < 259 ? 6 : 1;
    }
    return out.put("tokenizer.ggml.model", "llama")
        .put("tokenizer.ggml.tokens", tokens)
        .put("tokenizer.ggml.scores", new float[vocabulary])
        .put("tokenizer.ggml.token_type", types)
        .put("tokenizer.ggml.bos_token_id", 1)
        .put("tokenizer.ggml.eos_token_id", 2)
        .put("tokenizer.ggml.unknown_token_id", 0);
  }
}
