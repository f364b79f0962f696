// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Sourced;
import dev.conduit.testkit.model.Checkpoints;
import dev.conduit.testkit.model.HubServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelLookupTest {
  private static final String IMAGE = "oci://127.0.0.1:1/acme/oss:v1";

  @TempDir Path folder;

  @Test
  void brokenConfigurationOfDocker_concernsNoModelOfTheHub() throws Exception {
    docker("{");
    Checkpoints.gptOss20b(folder.resolve("hub/acme/oss"));
    try (HubServer hub = new HubServer(folder.resolve("hub"))) {
      assertThat(look(FactsMode.AUTO, hub, "acme/oss"))
          .singleElement()
          .isInstanceOf(ModelReading.Headers.class);
      assertThat(look(FactsMode.OFFLINE, hub, "acme/oss"))
          .singleElement()
          .isInstanceOf(ModelReading.Headers.class);
    }
  }

  @Test
  void brokenConfigurationOfDocker_isSaidWhereARegistryIsAsked_andOnlyThere() throws Exception {
    docker("{");
    try (HubServer hub = new HubServer(folder)) {
      assertThat(why(look(FactsMode.AUTO, hub, IMAGE)))
          .contains("config.json is no configuration of docker");
      assertThat(look(FactsMode.OFFLINE, hub, IMAGE)).isEmpty();
    }
  }

  @Test
  void emptyConfigurationOfDocker_isNone() throws Exception {
    docker("\n");
    try (HubServer hub = new HubServer(folder)) {
      assertThat(why(look(FactsMode.AUTO, hub, IMAGE))).contains("cannot be reached");
    }
  }

  private void docker(String text) throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve("docker")).resolve("config.json"), text);
  }

  private static String why(List<ModelReading> readings) {
    assertThat(readings).singleElement().isInstanceOf(ModelReading.Obstructed.class);
    return ((ModelReading.Obstructed) readings.getFirst()).why();
  }

  private List<ModelReading> look(FactsMode mode, HubServer hub, String id) throws IOException {
    InferenceBlock block =
        JsonMapper.builder()
            .build()
            .readValue(
                """
                {"metadata": {"name": "chat", "namespace": "default"},
                 "spec": {"models": [{"id": "%s"}], "engine": {"kind": "vllm"}}}
                """
                    .formatted(id),
                InferenceBlock.class);
    ModelLookup lookup =
        new ModelLookup(
            mode,
            Map.of(
                "HF_ENDPOINT",
                hub.url().toString(),
                "DOCKER_CONFIG",
                folder.resolve("docker").toString(),
                "CONDUIT_FACTS_CACHE",
                folder.resolve("cache").toString()));
    Observed world =
        new Observed(
            List.of(new Sourced<>(block, "test")), List.of(), new Inventory(List.of()), List.of());
    return List.copyOf(lookup.look(world).models().values());
  }
}
