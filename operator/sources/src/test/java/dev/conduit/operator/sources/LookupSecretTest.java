// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Obstacle;
import dev.conduit.operator.core.observed.Sourced;
import dev.conduit.testkit.model.Blob;
import dev.conduit.testkit.model.Checkpoints;
import dev.conduit.testkit.model.HubServer;
import dev.conduit.testkit.model.RegistryServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the Secret of a block opens, for this block alone. */
final class LookupSecretTest extends LookupStage {
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
      assertThat(looks.tryAcquire(3, 2, TimeUnit.MINUTES))
          .isTrue(); // the Secret is looked at again and again, the hub is not asked
      assertThat(hub.asked()).hasSize(asked);
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
}
