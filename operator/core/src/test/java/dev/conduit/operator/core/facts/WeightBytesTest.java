// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conduit.operator.core.observed.WeightPart;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WeightBytesTest {
  @ParameterizedTest
  @CsvSource({
    "model.embed_tokens.weight, EMBEDDING",
    "lm_head.weight, HEAD",
    "model.norm.weight, COPIED",
    "model.layers.3.input_layernorm.weight, COPIED",
    "model.layers.3.self_attn.q_proj.weight, ATTENTION",
    "model.layers.3.self_attn.o_proj.weight_scale_inv, ATTENTION",
    "model.layers.3.self_attn.k_proj.qzeros, KEY_VALUE",
    "model.layers.3.self_attn.v_proj.bias, KEY_VALUE",
    "model.layers.3.self_attn.k_norm.weight, COPIED",
    "model.layers.3.self_attn.sinks, COPIED",
    "model.layers.3.mlp.gate_proj.weight, DENSE",
    "model.layers.3.mlp.gate.weight, COPIED",
    "model.layers.3.mlp.experts.7.down_proj.weight, EXPERTS",
    "model.layers.3.mlp.experts.gate_up_proj_blocks, EXPERTS",
    "model.layers.3.mlp.shared_experts.up_proj.weight, DENSE",
    "model.layers.3.mlp.shared_expert_gate.weight, COPIED",
    "model.layers.3.block_sparse_moe.gate.weight, COPIED",
    "model.layers.3.block_sparse_moe.experts.0.w1.weight, EXPERTS",
    "model.layers.3.self_attn.kv_a_proj_with_mqa.weight, COPIED",
    "model.layers.3.self_attn.kv_b_proj.weight, ATTENTION",
    "model.layers.3.self_attn.q_b_proj.weight, ATTENTION",
    "model.layers.3.self_attn.indexer.wq_b.weight, COPIED",
    "model.layers.3.linear_attn.in_proj_qkvz.weight, MIXER",
    "backbone.layers.3.mixer.in_proj.weight, MIXER",
    "backbone.layers.3.mixer.k_proj.weight, KEY_VALUE",
    "backbone.layers.3.mixer.up_proj.weight, DENSE",
    "backbone.embeddings.weight, EMBEDDING",
    "model.layers.9.mlp.gate_proj.weight, DRAFT",
    "mtp.layers.0.mlp.gate_proj.weight, DRAFT",
    "visual.blocks.12.attn.qkv.weight, VISION",
    "vision_tower.vision_model.encoder.layers.23.mlp.fc1.weight, VISION",
    "multi_modal_projector.linear_1.weight, VISION",
    "model.language_model.layers.3.mlp.up_proj.weight, DENSE",
    "transformer.h.3.mlp.dense_h_to_4h.weight, DENSE",
    "transformer.h.3.self_attention.dense.weight, ATTENTION",
    "transformer.wte.weight, EMBEDDING",
    "encoder.layer.3.attention.output.dense.weight, ATTENTION",
    "encoder.layer.3.output.dense.weight, DENSE",
    "token_embd.weight, EMBEDDING",
    "output.weight, HEAD",
    "output_norm.weight, COPIED",
    "blk.3.attn_q.weight, ATTENTION",
    "blk.3.attn_k.weight, KEY_VALUE",
    "blk.3.attn_output.weight, ATTENTION",
    "blk.3.ffn_down_exps.weight, EXPERTS",
    "blk.3.ffn_gate_inp.weight, COPIED",
    "blk.3.ffn_up_shexp.weight, DENSE",
    "blk.3.ffn_up.weight, DENSE",
    "blk.3.ssm_in.weight, MIXER",
  })
  void tensor_belongsToItsPart(String name, WeightPart part) {
    WeightBytes bytes = WeightBytes.of(List.of(new StoredTensor(name, 64)), 9, false, 0);

    assertThat(bytes.byPart()).isEqualTo(Map.of(part, 64L));
    assertThat(bytes.unknown()).isEmpty();
  }

  @Test
  void fusedProjection_isSplitByItsRows() {
    WeightBytes bytes =
        WeightBytes.of(
            List.of(new StoredTensor("model.layers.0.self_attn.qkv_proj.weight", 600)),
            1,
            false,
            1.0 / 3);

    assertThat(bytes.of(WeightPart.KEY_VALUE)).isEqualTo(200);
    assertThat(bytes.of(WeightPart.ATTENTION)).isEqualTo(400);
  }

  @Test
  void headThatIsTied_isNotLoadedTwice() {
    List<StoredTensor> tensors =
        List.of(
            new StoredTensor("model.embed_tokens.weight", 10),
            new StoredTensor("lm_head.weight", 10));

    assertThat(WeightBytes.of(tensors, 1, true, 0).total()).isEqualTo(10);
    assertThat(WeightBytes.of(tensors, 1, false, 0).total()).isEqualTo(20);
  }

  @Test
  void nameThatSaysNothing_countsOnEachDeviceAndIsReported() {
    WeightBytes bytes =
        WeightBytes.of(
            List.of(
                new StoredTensor("model.layers.0.frobnicator.weight", 7),
                new StoredTensor("model.layers.1.frobnicator.weight", 7)),
            2,
            false,
            0);

    assertThat(bytes.of(WeightPart.COPIED)).isEqualTo(14);
    assertThat(bytes.unknown()).containsExactly("model.layers.N.frobnicator.weight");
  }

  @Test
  void draft_isNotPartOfTheTotal() {
    WeightBytes bytes =
        WeightBytes.of(
            List.of(
                new StoredTensor("model.layers.0.mlp.up_proj.weight", 5),
                new StoredTensor("model.layers.1.mlp.up_proj.weight", 5)),
            1,
            false,
            0);

    assertThat(bytes.total()).isEqualTo(5);
    assertThat(bytes.of(WeightPart.DRAFT)).isEqualTo(5);
  }

  @Test
  void layerOfALongNumber_isADraft() {
    assertThat(
            WeightBytes.of(
                    List.of(new StoredTensor("model.layers.99999999999.mlp.up_proj.weight", 5)),
                    1,
                    false,
                    0)
                .byPart())
        .isEqualTo(Map.of(WeightPart.DRAFT, 5L));
  }

  @Test
  void bytesBeyondWholeNumbers_areNoSmallModel() {
    StoredTensor huge = new StoredTensor("model.layers.0.mlp.up_proj.weight", Long.MAX_VALUE);

    assertThatThrownBy(() -> WeightBytes.of(List.of(huge, huge), 1, false, 0))
        .isInstanceOf(ArithmeticException.class);
  }
}
