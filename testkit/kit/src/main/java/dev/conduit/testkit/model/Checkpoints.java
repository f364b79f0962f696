// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders as publishers lay them out. */
public final class Checkpoints {
  /** What the index of {@code openai/gpt-oss-20b} states as {@code total_size}. */
  public static final long GPT_OSS_20B_BYTES = 13_761_264_768L;

  private static final int LAYERS = 24;
  private static final int HIDDEN = 2880;
  private static final int EXPERTS = 32;

  private Checkpoints() {}

  /**
   * {@code openai/gpt-oss-20b}: every tensor of the real one in its three shards, and beside them
   * the same weights a second and a third time, in {@code original/} and {@code metal/}.
   *
   * @return bytes of the tensors that are loaded
   */
  public static long gptOss20b(Path folder) throws IOException {
    Files.createDirectories(folder);
    SafetensorsWriter writer = new SafetensorsWriter(folder);
    writer.tensor("model.embed_tokens.weight", "BF16", 201_088, HIDDEN);
    for (int layer = 0; layer < LAYERS; layer++) {
      attention(writer, "model.layers." + layer + ".self_attn.");
      writer
          .tensor("model.layers." + layer + ".input_layernorm.weight", "BF16", HIDDEN)
          .tensor("model.layers." + layer + ".post_attention_layernorm.weight", "BF16", HIDDEN);
      experts(writer, "model.layers." + layer + ".mlp.");
      if (layer % 8 == 7) {
        if (layer == LAYERS - 1) {
          writer.tensor("model.norm.weight", "BF16", HIDDEN);
          writer.tensor("lm_head.weight", "BF16", 201_088, HIDDEN);
        }
        writer.file("model-%05d-of-00003.safetensors".formatted(layer / 8));
      }
    }
    writer.index().config(gptOssConfig());
    long loaded = writer.total();
    new SafetensorsWriter(folder)
        .tensor("block.0.mlp.mlp1_weight.blocks", "U8", loaded)
        .file("original/model.safetensors");
    new SafetensorsWriter(folder).tensor("all", "U8", loaded).file("metal/model.bin");
    return loaded;
  }

  private static void attention(SafetensorsWriter writer, String at) {
    writer
        .tensor(at + "q_proj.weight", "BF16", 4096, HIDDEN)
        .tensor(at + "q_proj.bias", "BF16", 4096)
        .tensor(at + "k_proj.weight", "BF16", 512, HIDDEN)
        .tensor(at + "k_proj.bias", "BF16", 512)
        .tensor(at + "v_proj.weight", "BF16", 512, HIDDEN)
        .tensor(at + "v_proj.bias", "BF16", 512)
        .tensor(at + "o_proj.weight", "BF16", HIDDEN, 4096)
        .tensor(at + "o_proj.bias", "BF16", HIDDEN)
        .tensor(at + "sinks", "BF16", 64);
  }

  private static void experts(SafetensorsWriter writer, String at) {
    writer
        .tensor(at + "router.weight", "BF16", EXPERTS, HIDDEN)
        .tensor(at + "router.bias", "BF16", EXPERTS)
        .tensor(at + "experts.gate_up_proj_blocks", "U8", EXPERTS, 2 * HIDDEN, 90, 16)
        .tensor(at + "experts.gate_up_proj_scales", "U8", EXPERTS, 2 * HIDDEN, 90)
        .tensor(at + "experts.gate_up_proj_bias", "BF16", EXPERTS, 2 * HIDDEN)
        .tensor(at + "experts.down_proj_blocks", "U8", EXPERTS, HIDDEN, 90, 16)
        .tensor(at + "experts.down_proj_scales", "U8", EXPERTS, HIDDEN, 90)
        .tensor(at + "experts.down_proj_bias", "BF16", EXPERTS, HIDDEN);
  }

  private static String gptOssConfig() {
    return """
        {"architectures": ["GptOssForCausalLM"], "model_type": "gpt_oss",
         "num_hidden_layers": 24, "hidden_size": 2880, "num_attention_heads": 64,
         "num_key_value_heads": 8, "head_dim": 64, "intermediate_size": 2880,
         "num_local_experts": 32, "num_experts_per_tok": 4, "vocab_size": 201088,
         "sliding_window": 128, "max_position_embeddings": 131072,
         "tie_word_embeddings": false, "attention_bias": true,
         "layer_types": [%s],
         "quantization_config": {"quant_method": "mxfp4"}}
        """
        .formatted(
            "\"sliding_attention\", \"full_attention\", ".repeat(LAYERS / 2 - 1)
                + "\"sliding_attention\", \"full_attention\"");
  }

  /**
   * A Llama of 32-bit weights with a vision tower and one module that nobody knows, in one file.
   *
   * @return bytes in the file
   */
  public static long wideWithTower(Path folder) throws IOException {
    Files.createDirectories(folder);
    SafetensorsWriter writer = new SafetensorsWriter(folder);
    writer
        .tensor("model.embed_tokens.weight", "F32", 1000, 64)
        .tensor("vision_tower.blocks.0.attn.qkv.weight", "F32", 192, 64)
        .tensor("model.layers.0.frobnicator.weight", "F32", 64, 64)
        .tensor("model.layers.0.self_attn.q_proj.weight", "F32", 64, 64)
        .tensor("model.layers.0.self_attn.k_proj.weight", "F32", 16, 64)
        .tensor("model.layers.0.self_attn.v_proj.weight", "F32", 16, 64)
        .tensor("model.layers.0.self_attn.o_proj.weight", "F32", 64, 64)
        .tensor("model.layers.0.mlp.up_proj.weight", "F32", 256, 64)
        .file("model.safetensors")
        .config(
            """
            {"architectures": ["LlamaForCausalLM"], "num_hidden_layers": 1, "hidden_size": 64,
             "num_attention_heads": 4, "num_key_value_heads": 1, "intermediate_size": 256,
             "vocab_size": 1000, "max_position_embeddings": 2048, "torch_dtype": "float32"}
            """);
    return writer.total();
  }
}
