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
import dev.conduit.testkit.model.Blob;
import dev.conduit.testkit.model.Checkpoints;
import dev.conduit.testkit.model.HubServer;
import dev.conduit.testkit.model.RegistryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackgroundLookupTest {
  private static final String SECRET = "tokenSecretRef: {name: hub, key: token}";
  private static final ModelSource SOURCE = new ModelSource("acme/oss", "", "");
  private static final ModelSource WITH_SECRET =
      new ModelSource("acme/oss", "", "default/hub/token");

  private static final Duration SOON = Duration.ofMillis(50);

  @TempDir Path folder;
  private final Semaphore changes = new Semaphore(0);
  private Waits waits =
      (model, came, failures) ->
          came instanceof ModelReading.Headers ? Optional.empty() : Optional.of(SOON);

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
  void gatedModel_isReadWithTheTokenOfItsBlock() throws Exception {
    Checkpoints.gptOss20b(folder.resolve("hub/acme/oss"));
    try (HubServer hub = new HubServer(folder.resolve("hub"));
        BackgroundLookup lookup =
            lookup(
                hub,
                (namespace, ref) -> Optional.of(namespace + "/" + ref.name() + "/" + ref.key()))) {
      hub.gate("acme/oss", "default/hub/token");
      lookup.readings(world(SECRET));
      came();

      assertThat(lookup.readings(world(SECRET)).get(WITH_SECRET))
          .isInstanceOf(ModelReading.Headers.class);
    }
  }

  @Test
  void gatedModel_whoseTokenCannotBeRead_isNotRefused_andIsTriedAgain() throws Exception {
    Checkpoints.gptOss20b(folder.resolve("hub/acme/oss"));
    try (HubServer hub = new HubServer(folder.resolve("hub"));
        BackgroundLookup lookup = lookup(hub, Tokens.NONE)) {
      hub.gate("acme/oss", "hf_x");
      lookup.readings(world(SECRET));
      came();

      assertThat(obstacle(lookup, Obstacle.UNREACHABLE)).contains("Secret hub key token");

      hub.open("acme/oss");
      came();
      assertThat(lookup.readings(world(SECRET)).get(WITH_SECRET))
          .isInstanceOf(ModelReading.Headers.class);
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
  void secretThatChanged_isTakenAtOnce_howeverLongTheWait() throws Exception {
    Checkpoints.gptOss20b(folder.resolve("hub/acme/oss"));
    waits = (model, came, failures) -> Optional.of(Duration.ofDays(1));
    AtomicReference<String> token = new AtomicReference<>("hf_wrong");
    try (HubServer hub = new HubServer(folder.resolve("hub"));
        BackgroundLookup lookup =
            lookup(hub, (namespace, ref) -> Optional.ofNullable(token.get()))) {
      hub.gate("acme/oss", "hf_right");
      lookup.readings(world(SECRET));
      came();
      assertThat(obstacle(lookup, Obstacle.ACCESS)).contains("acme/oss");

      token.set("hf_right");
      came();
      assertThat(lookup.readings(world(SECRET)).get(WITH_SECRET))
          .isInstanceOf(ModelReading.Headers.class);
    }
  }

  @Test
  void secretThatStays_leadsToNoOtherRequest() throws Exception {
    waits = (model, came, failures) -> Optional.of(Duration.ofDays(1));
    Semaphore looks = new Semaphore(0);
    Tokens tokens =
        (namespace, ref) -> {
          looks.release();
          return Optional.of("hf_same");
        };
    try (HubServer hub = new HubServer(folder.resolve("hub"));
        BackgroundLookup lookup = lookup(hub, tokens)) {
      lookup.readings(world(SECRET));
      came();
      int asked = hub.asked().size();
      looks.drainPermits();
      looks.acquire(3); // the Secret is looked at again and again, the hub is not asked
      assertThat(hub.asked()).hasSize(asked);
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
  void whatIsNoHost_isNotBlamedOnTheSecret() throws Exception {
    Observed world =
        new Observed(blocks("oci://ghcr..io/acme/oss:v1", SECRET), List.of(), none(), List.of());
    try (HubServer hub = new HubServer(folder.resolve("hub"));
        BackgroundLookup lookup = lookup(hub, (namespace, ref) -> Optional.of("{}"))) {
      lookup.readings(world);
      came();
      assertThat(lookup.readings(world).values())
          .singleElement()
          .isInstanceOfSatisfying(
              ModelReading.Obstructed.class,
              reading ->
                  assertThat(reading.why())
                      .contains("is no reference of an image")
                      .doesNotContain("Secret"));
    }
  }

  @Test
  void secretThatHoldsNoToken_isNamedWithoutIt() throws Exception {
    try (HubServer hub = new HubServer(folder);
        BackgroundLookup lookup = lookup(hub, (namespace, ref) -> Optional.of("hf_a\nb"))) {
      lookup.readings(world(SECRET));
      came();

      assertThat(obstacle(lookup, Obstacle.ACCESS))
          .contains("Secret hub key token")
          .doesNotContain("hf_a");
      assertThat(hub.asked()).isEmpty();
    }
  }

  @Test
  void tokenOfOneBlock_opensNothingForAnother_norWhatIsKept() throws Exception {
    Checkpoints.gptOss20b(folder.resolve("hub/acme/oss"));
    Observed both = new Observed(both(), List.of(), none(), List.of());
    Tokens tokens = (namespace, ref) -> Optional.of("hf_right");
    try (HubServer hub = new HubServer(folder.resolve("hub"))) {
      hub.gate("acme/oss", "hf_right");
      try (BackgroundLookup lookup = lookup(hub, tokens)) {
        assertOnlyWithSecret(lookup, both);
      }
      try (BackgroundLookup again = lookup(hub, tokens)) { // with what the first one kept
        assertOnlyWithSecret(again, both);
      }
    }
  }

  private void assertOnlyWithSecret(BackgroundLookup lookup, Observed both) {
    lookup.readings(both);
    came();
    came();
    assertThat(lookup.readings(both).get(WITH_SECRET)).isInstanceOf(ModelReading.Headers.class);
    assertThat(lookup.readings(both).get(SOURCE))
        .isInstanceOfSatisfying(
            ModelReading.Obstructed.class,
            reading -> assertThat(reading.obstacle()).isEqualTo(Obstacle.ACCESS));
  }

  private static List<Sourced<InferenceBlock>> both() throws IOException {
    return List.of(blocks("acme/oss", SECRET).getFirst(), blocks("acme/oss", "").getFirst());
  }

  @Test
  void modelOfARegistry_isReadWithTheLoginOfItsBlock() throws Exception {
    Checkpoints.wideWithTower(folder.resolve("model"));
    try (RegistryServer registry = new RegistryServer();
        HubServer hub = new HubServer(folder)) {
      registry
          .push()
          .artefact(
              "acme/model",
              "v1",
              List.of(
                  Blob.titled(folder.resolve("model/config.json")),
                  Blob.titled(folder.resolve("model/model.safetensors"))));
      registry.ask(RegistryServer.Login.TOKEN, "reader:s3cret");
      String logins =
          "{\"auths\": {\"%s\": {\"username\": \"reader\", \"password\": \"s3cret\"}}}"
              .formatted(registry.name());
      String id = "oci://%s/acme/model:v1".formatted(registry.name());
      Observed world = new Observed(blocks(id, SECRET), List.of(), none(), List.of());
      try (BackgroundLookup lookup = lookup(hub, (namespace, ref) -> Optional.of(logins))) {
        assertThat(lookup.readings(world).values())
            .containsExactly(new ModelReading.Pending(registry.name()));
        came();
        assertThat(lookup.readings(world).values())
            .singleElement()
            .isInstanceOf(ModelReading.Headers.class);
      }
      try (BackgroundLookup lookup = lookup(hub, (namespace, ref) -> Optional.of("s3cret"))) {
        lookup.readings(world);
        came();
        assertThat(lookup.readings(world).values())
            .singleElement()
            .isInstanceOfSatisfying(
                ModelReading.Obstructed.class,
                reading ->
                    assertThat(reading.why())
                        .contains("Secret hub key token", "docker logins")
                        .doesNotContain("s3cret"));
      }
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

  /** Ends the test where nothing comes, instead of the build. */
  private void came() {
    try {
      assertThat(changes.tryAcquire(2, TimeUnit.MINUTES)).as("a reading has come").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Why the model behind the secret could not be read, which has to be for this. */
  private static String obstacle(BackgroundLookup lookup, Obstacle of) throws IOException {
    ModelReading reading = lookup.readings(world(SECRET)).get(WITH_SECRET);
    assertThat(reading).isInstanceOf(ModelReading.Obstructed.class);
    ModelReading.Obstructed obstructed = (ModelReading.Obstructed) reading;
    assertThat(obstructed.obstacle()).isEqualTo(of);
    return obstructed.why();
  }

  private BackgroundLookup lookup(HubServer hub, Tokens tokens) {
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

  private static Observed world(String more) throws IOException {
    return new Observed(blocks("acme/oss", more), List.of(), none(), List.of());
  }

  private static Inventory none() {
    return new Inventory(List.of());
  }

  private static List<Sourced<InferenceBlock>> blocks(String id, String more) throws IOException {
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
