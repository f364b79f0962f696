// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageReaderTest {
  static Optional<Usage> read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return UsageReader.read(bytes, bytes.length);
  }

  @Test
  void read_answer_findsAllCounts() {
    String text =
        "{\"choices\":[],\"usage\": {\"prompt_tokens\": 12,\"prompt_tokens_details\":{\"cached_tokens\":4},"
            + "\"completion_tokens\":34,\"total_tokens\":46},\"timings\":{\"prompt_tokens\":9}}";
    assertThat(read(text)).contains(new Usage(12, 34, 4));
  }

  @Test
  void read_stream_takesTheLast() {
    String text =
        """
        data: {"usage":{"prompt_tokens":1,"completion_tokens":1}}

        data: {"usage":{"prompt_tokens":1,"completion_tokens":2}}

        data: {"usage":null}

        data: [DONE]

        """;
    assertThat(read(text)).contains(new Usage(1, 2, 0));
  }

  @Test
  void read_embedding_hasNoOutput() {
    assertThat(read("{\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}"))
        .contains(new Usage(5, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"usage\"",
        "{\"usage\":null}",
        "{\"usage\":{}}",
        "{\"usage\":{\"prompt_tokens\":null}}",
        "{\"content\":\"\\\"usage\\\":{\\\"prompt_tokens\\\":5}\"}",
        "ge\":{\"prompt_tokens\":5}"
      })
  void read_nothingToFind_isEmpty(String text) {
    assertThat(read(text)).isEmpty();
  }

  @Test
  void read_cutOff_givesWhatIsThere() {
    assertThat(read("{\"usage\":{\"prompt_tokens\":5,\"completion_tok"))
        .contains(new Usage(5, 0, 0));
  }
}
