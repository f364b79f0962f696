// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelIdTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "pvc://claim, claim, '', /model, claim",
        "pvc://claim/a/B/, claim, a/B, /model/a/B, b",
        "pvc://claim/a/Q4.gguf, claim, a/Q4.gguf, /model/a/Q4.gguf, q4",
        "oci://ghcr.io/acme/Qwen:v1, ghcr.io/acme/Qwen:v1, '', /model, qwen",
        "oci://ghcr.io:443/acme/qwen@sha256:12, ghcr.io:443/acme/qwen@sha256:12, '', /model, qwen",
        "oci://localhost:5000/a:v1#models/llama, localhost:5000/a:v1, models/llama, /model/models/llama, llama",
        "oci://ai/smollm2:360M#model.gguf, ai/smollm2:360M, model.gguf, /model/model.gguf, model"
      })
  void volume_isTakenApart(
      String raw, String volume, String inside, String location, String served) {
    ModelId id = ModelId.parse(raw);

    assertThat(id.isVolume()).isTrue();
    assertThat(id.volume()).isEqualTo(volume);
    assertThat(id.inside()).isEqualTo(inside);
    assertThat(id.location()).isEqualTo(location);
    assertThat(id.defaultServedName()).isEqualTo(served);
  }

  @ParameterizedTest
  @CsvSource({
    "Qwen/Qwen3-8B, Qwen/Qwen3-8B, qwen3-8b",
    "hf://a/b/c-Q4.gguf@main, a/b, c-q4",
    "file:///m/x, /m/x, x"
  })
  void otherPlaces_areNoVolumes(String raw, String location, String served) {
    ModelId id = ModelId.parse(raw);

    assertThat(id.isVolume()).isFalse();
    assertThat(id.location()).isEqualTo(location);
    assertThat(id.defaultServedName()).isEqualTo(served);
  }
}
