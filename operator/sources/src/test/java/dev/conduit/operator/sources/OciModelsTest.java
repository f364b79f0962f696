// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.checkpoint.oci.Registry;
import dev.conduit.checkpoint.oci.RegistryAccess;
import dev.conduit.checkpoint.wire.Wire;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;
import dev.conduit.testkit.model.Blob;
import dev.conduit.testkit.model.Checkpoints;
import dev.conduit.testkit.model.RegistryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of a registry on real sockets. */
final class OciModelsTest {
  private static final String TAR = "application/vnd.oci.image.layer.v1.tar";

  @TempDir Path folder;
  private final RegistryServer server;
  private long bytes;

  OciModelsTest() throws IOException {
    server = new RegistryServer();
  }

  @BeforeEach
  void model() throws IOException {
    bytes = Checkpoints.wideWithTower(folder.resolve("model"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void headers_areRead_andKeptByDigest() throws Exception {
    String digest = push(files());

    ModelReading.Headers headers = headers(read(":v1"));

    assertThat(headers.bytes().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(bytes / 2); // 32-bit weights count as they are loaded
    assertThat(headers.from()).endsWith("acme/model at " + digest.substring(0, 19));
    int requests = server.asked().size();
    assertThat(read(":v1")).isEqualTo(headers);
    assertThat(server.asked()).hasSize(requests + 1); // the tag is asked for, no more
    assertThat(server.asked().getLast()).startsWith("registry HEAD"); // which is no pull
    assertThat(read("@" + digest)).isEqualTo(headers);
    assertThat(server.asked()).hasSize(requests + 1);
    server.close();
    assertThat(read(":v1")).isEqualTo(headers);
  }

  @Test
  void tagThatMoved_isReadAnew() throws Exception {
    push(files());
    read(":v1");
    push(List.of(files().getFirst()));

    assertObstructed(read(":v1"), Obstacle.UNSUPPORTED, "model.safetensors");
  }

  @Test
  void modelInAFolder_isReadThere_andOtherwiseNamed() throws Exception {
    push(List.of(Blob.tar(TAR, inFolder())));

    assertThat(read(":v1#models/tower")).isInstanceOf(ModelReading.Headers.class);
    assertObstructed(
        read(":v1"),
        Obstacle.MISSING,
        "there is no config.json",
        "write oci://%s/acme/model:v1#models/tower".formatted(server.name()));
    assertObstructed(
        read(":v1#models/tower/x.gguf"), Obstacle.MISSING, "there is no models/tower/x.gguf");
  }

  @Test
  void compressedImage_saysHowToPushIt() throws Exception {
    push(List.of(Blob.tar(TAR, inFolder()).gzipped(TAR + "+gzip")));

    assertObstructed(
        read(":v1"), Obstacle.UNSUPPORTED, "compressed", "+gzip", "spec.models[0].facts");
  }

  @ParameterizedTest
  @CsvSource({
    "403, ACCESS, docker login, tokenSecretRef",
    "404, MISSING, spec.models[0].id, docker login",
    "429, UNREACHABLE, too many requests, spec.models[0].facts",
    "503, UNREACHABLE, HTTPS_PROXY, spec.models[0].facts"
  })
  void refusal_namesTheWayOut(int status, Obstacle obstacle, String one, String other)
      throws Exception {
    server.answerNext(status, status, status);

    assertObstructed(read(":v1"), obstacle, String.valueOf(status), one, other);
  }

  @Test
  void registryThatIsAway_andWhatIsNoReference_areSaid() throws Exception {
    server.close();

    assertObstructed(read(":v1"), Obstacle.UNREACHABLE, server.name(), "cannot be reached");
    assertObstructed(
        models(false).read(OciModel.of(block("oci://Not A/Reference"))),
        Obstacle.MISSING,
        "is no reference");
  }

  @Test
  void whatALoginOpened_isNotGivenToOthersOfTheSameCache() throws Exception {
    push(files());
    server.ask(RegistryServer.Login.BASIC, "reader:s3cret");
    OciModel model = OciModel.of(block("oci://%s/acme/model:v1".formatted(server.name())));
    RegistryAccess reader =
        RegistryAccess.of(Map.of())
            .with(
                "{\"auths\": {\"%s\": {\"username\": \"reader\", \"password\": \"s3cret\"}}}"
                    .formatted(server.name()));
    assertThat(models(reader, true).read(model)).isInstanceOf(ModelReading.Headers.class);

    assertObstructed(models(true).read(model), Obstacle.ACCESS, "asks for a login");
    server.close();
    assertObstructed(models(true).read(model), Obstacle.UNREACHABLE, "cannot be reached");
  }

  private Map<String, byte[]> inFolder() throws IOException {
    return Map.of(
        "models/tower/config.json",
        Files.readAllBytes(folder.resolve("model/config.json")),
        "models/tower/model.safetensors",
        Files.readAllBytes(folder.resolve("model/model.safetensors")));
  }

  private List<Blob> files() {
    return List.of(
        Blob.titled(folder.resolve("model/config.json")),
        Blob.titled(folder.resolve("model/model.safetensors")));
  }

  private String push(List<Blob> layers) {
    return server.push().artefact("acme/model", "v1", layers);
  }

  private ModelReading read(String version) throws Exception {
    return models(false)
        .read(OciModel.of(block("oci://%s/acme/model%s".formatted(server.name(), version))));
  }

  private OciModels models(boolean shared) {
    return models(RegistryAccess.of(Map.of()), shared);
  }

  private OciModels models(RegistryAccess access, boolean shared) {
    return new OciModels(
        new Registry(access, new Wire(Map.of(), Duration.ofSeconds(30), pause -> {})),
        new FactsCache(folder.resolve("cache")),
        shared);
  }

  private static Model block(String id) throws IOException {
    return JsonMapper.builder().build().readValue("{\"id\": \"%s\"}".formatted(id), Model.class);
  }

  private static ModelReading.Headers headers(ModelReading reading) {
    return (ModelReading.Headers) reading;
  }

  private static void assertObstructed(
      ModelReading reading, Obstacle obstacle, CharSequence... words) {
    assertThat(reading)
        .isInstanceOfSatisfying(
            ModelReading.Obstructed.class,
            obstructed -> {
              assertThat(obstructed.obstacle()).isEqualTo(obstacle);
              assertThat(obstructed.why()).contains(words);
            });
  }
}
