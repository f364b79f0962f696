// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.testkit.model.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts that are printed in one place and declared in another. */
final class FactsVerbTest {
  private static final String NODES =
      """
      apiVersion: v1
      kind: NodeList
      items:
      - metadata: {name: large, labels: {nvidia.com/gpu.product: NVIDIA-H100-80GB-HBM3}}
        status:
          allocatable: {cpu: "8", memory: 64Gi, nvidia.com/gpu: "2"}
          conditions: [{type: Ready, status: "True"}]
      """;

  @TempDir Path folder;

  @Test
  void facts_ofAFolder_sizeTheSameModelOnAClaim() throws IOException {
    Path model = folder.resolve("model");
    Checkpoints.gptOss20b(model);

    assertThat(plan("pvc://models/oss", "").err())
        .contains("nothing is known of the size", "`conduit facts DIR`");

    Terminal printed = new Terminal(folder.resolve("state"));
    assertThat(printed.run("facts", model.toString())).isZero();
    assertThat(printed.out())
        .contains("# layers with a window count", "weightBytes: 13761264768", "layers: 24")
        .contains("kvHeads: 8", "headDim: 64", "contextTokens: 131072");

    Terminal terminal = plan("pvc://models/oss", indented(printed.out()), "-o", "json");
    JsonNode memory = JsonMapper.builder().build().readTree(terminal.out()).findPath("memory");
    assertThat(terminal.err()).isEmpty();
    assertThat(memory.path("weightsFrom").asText()).isEqualTo("declared");
    assertThat(memory.path("weightsBytes").asDouble() / Checkpoints.GPT_OSS_20B_BYTES)
        .isBetween(1.0, 1.01);
  }

  @Test
  void facts_asJson_haveTheirNotes() throws IOException {
    Checkpoints.wideWithTower(folder.resolve("model"));
    Terminal terminal = new Terminal(folder.resolve("state"));

    assertThat(terminal.run("facts", folder.resolve("model").toString(), "-o", "json")).isZero();

    JsonNode printed = JsonMapper.builder().build().readTree(terminal.out());
    assertThat(printed.path("facts").path("kvHeads").asInt()).isEqualTo(1);
    assertThat(printed.path("facts").path("headDim").asInt()).isEqualTo(16);
    assertThat(printed.path("notes").isArray()).isTrue();
  }

  @Test
  void facts_ofWhatIsNotThere_saysWhatToWrite() {
    Terminal terminal = new Terminal(folder.resolve("state"));

    assertThat(terminal.run("facts", folder.resolve("none").toString()))
        .isEqualTo(ExitCode.INVALID.status());
    assertThat(terminal.err()).contains("none is not there");
  }

  private static String indented(String yaml) {
    return yaml.lines().map(line -> "      " + line + "\n").reduce("", String::concat);
  }

  private Terminal plan(String id, String facts, String... more) throws IOException {
    Path block = folder.resolve("block.yaml");
    Files.writeString(
        block,
        """
        apiVersion: conduit.dev/v1alpha1
        kind: InferenceBlock
        metadata: {name: chat}
        spec:
          models:
            - id: %s
              maxModelLen: 8192
        %s
          engine: {kind: vllm}
        """
            .formatted(id, facts));
    Path nodes = folder.resolve("nodes.yaml");
    Files.writeString(nodes, NODES);
    Terminal terminal = new Terminal(folder.resolve("state"));
    String[] arguments = {"plan", "-f", block.toString(), "--nodes", nodes.toString()};
    terminal.run(
        Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new));
    return terminal;
  }
}
