// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuTypeTest {

  @ParameterizedTest
  @CsvSource({
    "NVIDIA H100 80GB HBM3, H100-80GB",
    "H100, H100-80GB",
    "H200, H200",
    "NVIDIA-H20, H20",
    "NVIDIA-A100-SXM4-40GB, A100-40GB",
    "NVIDIA A100-SXM4-80GB, A100-80GB",
    "a100, A100-80GB",
    "NVIDIA A10G, A10",
    "nvidia-l4, L4",
    "L40S, L40S",
    "Tesla-T4, T4",
    "NVIDIA GeForce RTX 4090, RTX-4090",
    "NVIDIA RTX A6000, A6000",
    "H200-141GB, H200",
    "B300-288GB, B300",
    "H20-96GB, H20",
    "AMD Instinct MI300X, MI300X"
  })
  void named_asDriversAndPeopleSayIt_isFound(String text, String name) {
    assertThat(GpuType.named(text).map(GpuType::name)).contains(name);
  }

  @Test
  void named_everyKnownName_isItself() {
    assertThat(GpuType.names())
        .allSatisfy(name -> assertThat(GpuType.named(name).orElseThrow().name()).isEqualTo(name));
  }

  @Test
  void named_unknown_isEmpty() {
    assertThat(GpuType.named("Voodoo 2")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Qwen/Qwen2.5-72B-Instruct, 72e9, 144e9, 327680",
    "Qwen/Qwen2.5-72B-Instruct-AWQ, 72e9, 43.2e9, 327680",
    "meta-llama/Llama-3.1-8B, 8e9, 16e9, 131072",
    "RedHatAI/Llama-3.1-8B-Instruct-FP8, 8e9, 8.4e9, 131072",
    "HuggingFaceTB/SmolLM2-135M-Instruct, 135e6, 270e6, 12288",
    "Qwen2.5-0.5B, 0.5e9, 1e9, 12288",
    "some-model, 8e9, 16e9, 131072"
  })
  void guessedFrom_name_hasItsSize(String name, double parameters, double weights, long kv) {
    ModelShape shape = ModelShape.guessedFrom(name);
    assertThat(shape.parameters()).isEqualTo(parameters);
    assertThat((double) shape.weightsBytes()).isEqualTo(weights);
    assertThat(shape.kvBytesPerToken()).isEqualTo(kv);
  }
}
