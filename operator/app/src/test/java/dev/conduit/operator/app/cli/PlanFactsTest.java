// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.operator.app.console.ExitCode;
import dev.conduit.testkit.model.Checkpoints;
import dev.conduit.testkit.model.HubServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans of models whose files are at hand. */
final class PlanFactsTest {
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
  private Map<String, String> environment = Map.of("HF_HUB_OFFLINE", "1");
  private int status;

  @Test
  void plan_ofAFolder_hasTheWeightsOfItsHeaders() throws IOException {
    Path model = folder.resolve("gpt-oss-20b");
    Checkpoints.gptOss20b(model);

    JsonNode one = memory("file://" + model, 1);
    JsonNode two = memory("file://" + model, 2);

    assertThat(one.path("weightsFrom").asText()).isEqualTo("headers");
    // What engines add: experts padded to 3072 of 2880, and sines of each position.
    double padded = Checkpoints.GPT_OSS_20B_BYTES + 24 * 423_567_360L * (3072 / 2880.0 - 1);
    assertThat(one.path("weightsBytes").asDouble() / padded).isBetween(1.0, 1.002);
    // Case of a real start: 13.72 GiB were loaded.
    assertThat(one.path("weightsBytes").asDouble() / (1L << 30)).isBetween(13.4, 13.8);
    assertThat(two.path("weightsBytes").asDouble() / one.path("weightsBytes").asDouble())
        .isBetween(0.5, 0.51);
    Terminal terminal = plan("file://" + model, 1, "--explain");
    assertThat(terminal.out()).contains("the checkpoint's headers (" + model + ")");
  }

  @Test
  void plan_ofADamagedFolder_saysWhichFile() throws IOException {
    Path model = folder.resolve("m");
    Checkpoints.gptOss20b(model);
    Files.delete(model.resolve("model-00002-of-00003.safetensors"));

    Terminal terminal = plan("file://" + model, 1);

    assertThat(terminal.err() + terminal.out())
        .contains("spec.models[0].id", "model-00002-of-00003.safetensors", "spec.models[0].facts");
  }

  @Test
  void plan_ofAHubsModel_isExact_andOfflineTheSecondTime() throws IOException {
    Checkpoints.gptOss20b(folder.resolve("hub/acme/oss"));
    String first;
    try (HubServer hub = new HubServer(folder.resolve("hub"))) {
      environment = environment(hub);
      JsonNode memory = memory("acme/oss", 1);
      assertThat(memory.path("weightsFrom").asText()).isEqualTo("headers");
      assertThat(memory.path("weightsBytes").asDouble() / (1L << 30)).isBetween(13.4, 13.8);
      first = plan("acme/oss", 1, "-o", "json").out();
    }

    assertThat(plan("acme/oss", 1, "-o", "json").out()).isEqualTo(first);
    assertThat(plan("acme/oss", 1, "-o", "json", "--facts", "offline").out()).isEqualTo(first);
    assertThat(plan("acme/other", 1, "--facts", "offline").err())
        .contains("nothing is known of the size of \"acme/other\"");
    assertThat(plan("acme/other", 1).err()).contains("cannot be reached", "spec.models[0].facts");
  }

  @Test
  void plan_ofAGatedModel_isRefusedBeforeAGpuIsTaken() throws IOException {
    Checkpoints.gptOss20b(folder.resolve("hub/acme/oss"));
    try (HubServer hub = new HubServer(folder.resolve("hub"))) {
      hub.gate("acme/oss", "hf_right");
      environment = environment(hub);

      assertThat(plan("acme/oss", 1).err())
          .contains("spec.models[0].id", "gated", "HF_TOKEN", "spec.models[0].tokenSecretRef");
      assertThat(status).isEqualTo(ExitCode.INVALID.status());

      environment.put("HF_TOKEN", "hf_right");
      assertThat(plan("acme/oss", 1).err()).isEmpty();
      assertThat(status).isZero();
    }
  }

  /** The catalogue knows it; only who asks for all lookups waits for the hub. */
  @Test
  void plan_ofAKnownModel_asksTheHubOnlyWhenTold() throws IOException {
    Files.createDirectories(folder.resolve("hub"));
    try (HubServer hub = new HubServer(folder.resolve("hub"))) {
      environment = environment(hub);

      assertThat(memory("Qwen/Qwen3-8B", 1).path("weightsFrom").asText()).isEqualTo("config");
      assertThat(hub.asked()).isEmpty();
      assertThat(plan("Qwen/Qwen3-8B", 1, "--facts", "hub").err())
          .contains("no repository Qwen/Qwen3-8B");
    }
  }

  private Map<String, String> environment(HubServer hub) {
    return new HashMap<>(
        Map.of(
            "HF_ENDPOINT",
            hub.url().toString(),
            "CONDUIT_FACTS_CACHE",
            folder.resolve("cache").toString()));
  }

  private JsonNode memory(String id, int devices) throws IOException {
    Terminal terminal = plan(id, devices, "-o", "json");
    return JsonMapper.builder()
        .build()
        .readTree(terminal.out())
        .path("engines")
        .path(0)
        .path("memory");
  }

  private Terminal plan(String id, int devices, String... options) throws IOException {
    Path block =
        Files.writeString(
            folder.resolve("block.yaml"),
            """
            apiVersion: conduit.dev/v1alpha1
            kind: InferenceBlock
            metadata: {name: chat}
            spec:
              models: [{id: "%s", maxModelLen: 8192}]
              engine: {kind: vllm}
              compute: {tensorParallel: %d}
            """
                .formatted(id, devices));
    Path nodes = Files.writeString(folder.resolve("nodes.txt"), NODES);
    Terminal terminal = new Terminal(folder, environment);
    String[] arguments = new String[5 + options.length];
    String[] fixed = {"plan", "-f", block.toString(), "--nodes", nodes.toString()};
    System.arraycopy(fixed, 0, arguments, 0, fixed.length);
    System.arraycopy(options, 0, arguments, fixed.length, options.length);
    status = terminal.run(arguments);
    assertThat(status)
        .isIn(ExitCode.OK.status(), ExitCode.INVALID.status(), ExitCode.DOES_NOT_FIT.status());
    return terminal;
  }
}
