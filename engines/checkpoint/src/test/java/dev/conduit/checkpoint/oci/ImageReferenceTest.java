// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageReferenceTest {
  @ParameterizedTest
  @CsvSource({
    "ghcr.io/acme/model, ghcr.io/acme/model:latest, https://ghcr.io",
    "ai/smollm2:360M-Q4_K_M, docker.io/ai/smollm2:360M-Q4_K_M, https://registry-1.docker.io",
    "smollm2, docker.io/library/smollm2:latest, https://registry-1.docker.io",
    "localhost/a:b, localhost/a:b, http://localhost",
    "127.0.0.1:5000/a/b/c:d, 127.0.0.1:5000/a/b/c:d, http://127.0.0.1:5000",
    "'[::1]:5000/a', '[::1]:5000/a:latest', 'http://[::1]:5000'",
    "example.com:8443/a:b, example.com:8443/a:b, https://example.com:8443"
  })
  void reference_isReadAsContainerToolsDo(String text, String full, String endpoint) {
    ImageReference image = ImageReference.parse(text).orElseThrow();

    assertThat(image).hasToString(full);
    assertThat(RegistryAccess.of(java.util.Map.of()).endpoint(image)).hasToString(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a",
        "ghcr.io/",
        "ghcr.io/UPPER/case",
        "ghcr.io/a/../b",
        "ghcr.io/a@sha256:12",
        "me:secret@ghcr.io/a",
        "ghcr.io/a?b",
        "ghcr.io:99999999/a",
        "ghcr.io:65536/a",
        "ghcr..io/a",
        "ghcr-.io/a",
        "1.2.3/a",
        "[:::]/a",
        "evil.example#.io/a"
      })
  void whatIsNone_isNone(String text) {
    assertThat(ImageReference.parse(text)).isEmpty();
  }
}
