// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.core.observed.Inventory;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.ModelSource;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Obstacle;
import dev.conduit.operator.core.observed.Sourced;
import dev.conduit.testkit.model.HubServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;

/** A lookup of hubs and registries on real sockets, and blocks that ask for models. */
abstract class LookupStage {
  static final String SECRET = "tokenSecretRef: {name: hub, key: token}";
  static final ModelSource SOURCE = new ModelSource("acme/oss", "", "");
  static final ModelSource WITH_SECRET = new ModelSource("acme/oss", "", "default/hub/token");

  static final Duration SOON = Duration.ofMillis(50);

  @TempDir Path folder;
  final Semaphore changes = new Semaphore(0);
  Waits waits =
      (model, came, failures) ->
          came instanceof ModelReading.Headers ? Optional.empty() : Optional.of(SOON);

  /** Ends the test where nothing comes, instead of the build. */
  void came() {
    try {
      assertThat(changes.tryAcquire(2, TimeUnit.MINUTES)).as("a reading has come").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Why the model behind the secret could not be read, which has to be for this. */
  static String obstacle(BackgroundLookup lookup, Obstacle of) throws IOException {
    ModelReading reading = lookup.readings(world(SECRET)).get(WITH_SECRET);
    assertThat(reading).isInstanceOf(ModelReading.Obstructed.class);
    ModelReading.Obstructed obstructed = (ModelReading.Obstructed) reading;
    assertThat(obstructed.obstacle()).isEqualTo(of);
    return obstructed.why();
  }

  BackgroundLookup lookup(HubServer hub, Tokens tokens) {
    return new BackgroundLookup(
        Map.of(
            "HF_ENDPOINT",
            hub.url().toString(),
            "CONDUIT_FACTS_CACHE",
            folder.resolve("cache").toString()),
        tokens,
        changes::release,
        waits,
        SOON);
  }

  static Observed world(String more) throws IOException {
    return new Observed(blocks("acme/oss", more), List.of(), none(), List.of());
  }

  static Inventory none() {
    return new Inventory(List.of());
  }

  static List<Sourced<InferenceBlock>> blocks(String id, String more) throws IOException {
    String secret =
        more.isEmpty() ? "" : ",\"tokenSecretRef\":{\"name\":\"hub\",\"key\":\"token\"}";
    InferenceBlock block =
        JsonMapper.builder()
            .build()
            .readValue(
                """
                {"metadata": {"name": "chat", "namespace": "default"},
                 "spec": {"models": [{"id": "%s"%s}], "engine": {"kind": "vllm"}}}
                """
                    .formatted(id, secret),
                InferenceBlock.class);
    return List.of(new Sourced<>(block, "test"));
  }
}
