// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Obstacle;
import dev.conduit.testkit.model.Blob;
import dev.conduit.testkit.model.Checkpoints;
import dev.conduit.testkit.model.HubServer;
import dev.conduit.testkit.model.RegistryServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class BackgroundLookupTest extends LookupStage {
  @Test
  void model_isPendingUntilItsHeadersHaveCome() throws Exception {
    Checkpoints.gptOss20b(folder.resolve("hub/acme/oss"));
    try (HubServer hub = new HubServer(folder.resolve("hub"));
        BackgroundLookup lookup = lookup(hub, Tokens.NONE)) {
      assertThat(lookup.readings(world("")))
          .containsEntry(SOURCE, new ModelReading.Pending(hub.url().toString()));

      came();

      assertThat(lookup.readings(world("")).get(SOURCE)).isInstanceOf(ModelReading.Headers.class);
    }
  }

  @Test
  void modelThatTheCatalogueKnows_isNotLookedUp() throws Exception {
    try (HubServer hub = new HubServer(folder);
        BackgroundLookup lookup = lookup(hub, Tokens.NONE)) {
      assertThat(
              lookup.readings(
                  new Observed(blocks("Qwen/Qwen3-8B", ""), List.of(), none(), List.of())))
          .isEmpty();
      assertThat(hub.asked()).isEmpty();
    }
  }

  @Test
  void lookupThatFailsUnexpectedly_isAFinding_andIsTriedAgain() throws Exception {
    Checkpoints.gptOss20b(folder.resolve("hub/acme/oss"));
    AtomicInteger asked = new AtomicInteger();
    Tokens broken =
        (namespace, ref) -> {
          if (asked.getAndIncrement() == 0) {
            throw new IllegalStateException("hf_secret");
          }
          return Optional.empty();
        };
    try (HubServer hub = new HubServer(folder.resolve("hub"));
        BackgroundLookup lookup = lookup(hub, broken)) {
      hub.hold();
      lookup.readings(world(SECRET));
      came();

      assertThat(obstacle(lookup, Obstacle.UNREADABLE))
          .contains("IllegalStateException")
          .doesNotContain("hf_secret");
      hub.release();
      came();
      assertThat(lookup.readings(world(SECRET)).get(WITH_SECRET))
          .isInstanceOf(ModelReading.Headers.class);
    }
  }

  @Test
  void eachFailureCounts_untilHeadersCome() throws Exception {
    BlockingQueue<Integer> counted = new LinkedBlockingQueue<>();
    waits =
        (model, came, failures) -> {
          counted.add(failures);
          return failures == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(1));
        };
    try (HubServer hub = new HubServer(folder.resolve("hub"));
        BackgroundLookup lookup = lookup(hub, Tokens.NONE)) {
      lookup.readings(world(""));
      assertThat(counted.take()).isEqualTo(1);
      assertThat(counted.take()).isEqualTo(2);
      assertThat(counted.take()).isEqualTo(3);

      Checkpoints.gptOss20b(folder.resolve("hub/acme/oss"));
      int last = counted.take();
      while (last > 0) {
        last = counted.take();
      }
      assertThat(lookup.readings(world("")).get(SOURCE)).isInstanceOf(ModelReading.Headers.class);
    }
  }

  @Test
  void modelTooLargeForThisMemory_isAFinding() throws Exception {
    Tokens exhausted =
        (namespace, ref) -> {
          throw new OutOfMemoryError("hf_secret");
        };
    try (HubServer hub = new HubServer(folder.resolve("hub"));
        BackgroundLookup lookup = lookup(hub, exhausted)) {
      lookup.readings(world(SECRET));
      came();

      assertThat(obstacle(lookup, Obstacle.UNREADABLE))
          .contains("OutOfMemoryError")
          .doesNotContain("hf_secret");
    }
  }

  @Test
  void brokenConfigurationOfDocker_concernsModelsOfRegistriesAlone() throws Exception {
    Checkpoints.gptOss20b(folder.resolve("hub/acme/oss"));
    Path docker = Files.createDirectories(folder.resolve("docker"));
    Files.writeString(docker.resolve("config.json"), "{");
    try (HubServer hub = new HubServer(folder.resolve("hub"));
        BackgroundLookup lookup =
            new BackgroundLookup(
                Map.of(
                    "HF_ENDPOINT",
                    hub.url().toString(),
                    "DOCKER_CONFIG",
                    docker.toString(),
                    "CONDUIT_FACTS_CACHE",
                    folder.resolve("cache").toString()),
                Tokens.NONE,
                changes::release,
                waits,
                SOON)) {
      lookup.readings(world(""));
      came();
      assertThat(lookup.readings(world("")).get(SOURCE)).isInstanceOf(ModelReading.Headers.class);

      Observed image =
          new Observed(blocks("oci://127.0.0.1:1/acme/oss:v1", ""), List.of(), none(), List.of());
      lookup.readings(image);
      came();
      assertThat(lookup.readings(image).values())
          .singleElement()
          .isInstanceOfSatisfying(
              ModelReading.Obstructed.class,
              reading ->
                  assertThat(reading.why())
                      .contains(docker.toString(), "no configuration of docker"));
    }
  }

  @Test
  void tagThatMoved_isReadAnew() throws Exception {
    Checkpoints.wideWithTower(folder.resolve("model"));
    Blob config = Blob.titled(folder.resolve("model/config.json"));
    Blob weights = Blob.titled(folder.resolve("model/model.safetensors"));
    waits = (model, came, failures) -> Optional.of(SOON);
    try (RegistryServer registry = new RegistryServer();
        HubServer hub = new HubServer(folder);
        BackgroundLookup lookup = lookup(hub, Tokens.NONE)) {
      registry.push().artefact("acme/model", "v1", List.of(config, weights));
      String id = "oci://%s/acme/model:v1".formatted(registry.name());
      Observed world = new Observed(blocks(id, ""), List.of(), none(), List.of());
      lookup.readings(world);
      came();
      ModelReading first = lookup.readings(world).values().iterator().next();
      assertThat(first).isInstanceOf(ModelReading.Headers.class);

      registry.push().artefact("acme/model", "v1", List.of(weights, config));
      came();
      assertThat(lookup.readings(world).values())
          .singleElement()
          .isInstanceOf(ModelReading.Headers.class)
          .isNotEqualTo(first);
    }
  }
}
