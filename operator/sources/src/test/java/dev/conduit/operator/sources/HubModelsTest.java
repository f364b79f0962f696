// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.checkpoint.hub.Hub;
import dev.conduit.checkpoint.hub.HubAccess;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;
import dev.conduit.testkit.model.Checkpoints;
import dev.conduit.testkit.model.HubServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of a hub on real sockets. */
final class HubModelsTest {
  private static final String TOKEN = "hf_verysecret";
  private static final String ID = "openai/gpt-oss-20b";

  @TempDir Path folder;
  private Path repositories = Path.of("");
  private HubServer server = never();
  private Instant now = Instant.now();

  private static HubServer never() {
    try {
      HubServer closed = new HubServer(Path.of(""));
      closed.close();
      return closed;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() throws IOException {
    repositories = folder.resolve("repositories");
    Checkpoints.gptOss20b(repositories.resolve(ID));
    server = new HubServer(repositories);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void headers_areReadByRanges_andTheTokenStaysWithTheHub() throws Exception {
    server.gate(ID, TOKEN);

    ModelReading.Headers headers = headers(read(Optional.of(TOKEN)));

    assertThat(headers.bytes().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(Checkpoints.GPT_OSS_20B_BYTES);
    assertThat(headers.from()).isEqualTo(server.url() + "/" + ID + " at 0123456789ab");
    assertThat(server.sent()).isLessThan(1 << 20);
    // Other layouts of the same weights are not even looked at.
    assertThat(server.asked()).noneMatch(request -> request.contains("original/"));
    assertThat(server.asked()).noneMatch(request -> request.contains("metal/"));
  }

  @Test
  void secondLook_needsNoHub() throws Exception {
    ModelReading first = read(Optional.empty());
    server.close();

    assertThat(read(Optional.empty())).isEqualTo(first);
    assertThat(models(Optional.empty()).kept(model("main", Optional.empty()))).contains(first);
  }

  @Test
  void branch_isAskedAnewTheNextDay_andReadAnewOnlyWhenItMoved() throws Exception {
    ModelReading first = read(Optional.empty());
    int requests = server.asked().size();

    now = now.plus(Duration.ofDays(2));
    assertThat(read(Optional.empty())).isEqualTo(first);
    assertThat(server.asked()).hasSize(requests + 1);

    server.push("f".repeat(40));
    assertThat(headers(read(Optional.empty())).from()).endsWith("at ffffffffffff");

    server.close();
    assertThat(headers(read(Optional.empty())).from()).endsWith("at ffffffffffff");
  }

  @Test
  void nothingKept_holdsTheToken() throws Exception {
    server.gate(ID, TOKEN);
    read(Optional.of(TOKEN));

    try (Stream<Path> kept = Files.walk(folder.resolve("cache"))) {
      List<Path> files = kept.filter(Files::isRegularFile).toList();
      assertThat(files).hasSize(2);
      assertThat(files).noneMatch(file -> text(file).contains(TOKEN));
    }
  }

  @Test
  void gated_withoutToken_saysWhereToAcceptAndWhatToSet() throws Exception {
    server.gate(ID, TOKEN);

    assertObstructed(
        read(Optional.empty()),
        Obstacle.ACCESS,
        "gated",
        server.url() + "/" + ID,
        "HF_TOKEN",
        "spec.models[0].tokenSecretRef");
    assertObstructed(read(Optional.of("hf_other")), Obstacle.ACCESS, "gated", "has no access");
  }

  @Test
  void gated_withASecretThatIsNotReadHere_isNotRefused() throws Exception {
    server.gate(ID, TOKEN);
    HubModel model = model("main", Optional.of("hub key token"));

    assertObstructed(
        models(Optional.empty()).read(model), Obstacle.UNREACHABLE, "Secret hub key token");
  }

  @Test
  void whatIsNotThere_isNamedWithItsField() throws Exception {
    assertObstructed(
        models(Optional.empty()).read(new HubModel("no/ne", "no/ne", "", "main", Optional.empty())),
        Obstacle.MISSING,
        "no repository no/ne",
        "spec.models[0].id");
    assertObstructed(
        models(Optional.empty()).read(model("v9", Optional.empty())),
        Obstacle.MISSING,
        "no revision \"v9\"",
        "spec.models[0].revision");
    assertObstructed(
        models(Optional.empty()).read(new HubModel(ID, ID, "x.gguf", "main", Optional.empty())),
        Obstacle.MISSING,
        "no file x.gguf");
  }

  @Test
  void tokenThatExpired_isSaidWithoutIt() throws Exception {
    server.answerNext(401);

    assertObstructed(
        read(Optional.of(TOKEN)), Obstacle.ACCESS, "token is refused", "/settings/tokens");
  }

  @Test
  void hubThatIsBusy_isAskedAgain_andAtLastLeftAlone() throws Exception {
    server.answerNext(503);
    assertThat(read(Optional.empty())).isInstanceOf(ModelReading.Headers.class);
    server.push("e".repeat(40));
    now = now.plus(Duration.ofDays(2));
    server.answerNext(429, 429, 429);
    // What is kept of yesterday goes before an error.
    assertThat(headers(read(Optional.empty())).from()).endsWith("at 0123456789ab");
  }

  @Test
  void hubThatIsAway_isAskedOnce_evenWhenItIsBackMeanwhile() throws Exception {
    int port = server.url().getPort();
    server.close();
    HubModels models = models(Optional.empty());

    assertObstructed(
        models.read(model("main", Optional.empty())),
        Obstacle.UNREACHABLE,
        "HTTPS_PROXY",
        "HF_ENDPOINT",
        "spec.models[0].facts");
    try (HubServer back = new HubServer(repositories, port)) {
      assertObstructed(models.read(model("main", Optional.empty())), Obstacle.UNREACHABLE, ID);
      assertThat(back.asked()).isEmpty();
      assertThat(models(Optional.empty()).read(model("main", Optional.empty())))
          .isInstanceOf(ModelReading.Headers.class);
    }
  }

  @Test
  void renamedRepository_isReadByItsOldName_andKept() throws Exception {
    server.rename("old/name", ID);
    HubModel old = new HubModel("old/name", "old/name", "", "main", Optional.empty());

    ModelReading first = models(Optional.empty()).read(old);
    assertThat(headers(first).from()).endsWith("old/name at 0123456789ab");
    server.close();

    assertThat(models(Optional.empty()).read(old)).isEqualTo(first);
  }

  private ModelReading read(Optional<String> token) throws InterruptedException {
    return models(token).read(model("main", Optional.empty()));
  }

  private HubModels models(Optional<String> token) {
    return new HubModels(
        new Hub(new HubAccess(server.url(), token), Map.of()),
        new FactsCache(folder.resolve("cache")),
        InstantSource.fixed(now),
        false);
  }

  private static HubModel model(String revision, Optional<String> secret) {
    return new HubModel(ID, ID, "", revision, secret);
  }

  private static ModelReading.Headers headers(ModelReading reading) {
    return (ModelReading.Headers) reading;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertObstructed(
      ModelReading reading, Obstacle obstacle, CharSequence... words) {
    assertThat(reading)
        .isInstanceOfSatisfying(
            ModelReading.Obstructed.class,
            obstructed -> {
              assertThat(obstructed.obstacle()).isEqualTo(obstacle);
              assertThat(obstructed.why()).contains(words).doesNotContain(TOKEN);
            });
  }
}
