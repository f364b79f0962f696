// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conduit.checkpoint.UnreadableWeights;
import dev.conduit.checkpoint.wire.StoreFailure;
import dev.conduit.checkpoint.wire.Wire;
import dev.conduit.testkit.model.Blob;
import dev.conduit.testkit.model.RegistryServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries on real sockets. */
final class RegistryTest extends RegistryStage {
  private static final String TAR = "application/vnd.oci.image.layer.v1.tar";

  @Test
  void filesWithTitles_areReadByRanges_fromStorageThatGetsNoCredentials() throws Exception {
    push(files());
    server.ask(RegistryServer.Login.TOKEN, USER);

    assertThat(weights(artefact(login()), "").bytes()).isEqualTo(bytes);

    assertThat(server.asked()).anyMatch(request -> request.startsWith("storage GET"));
    assertThat(server.asked()).filteredOn(request -> request.startsWith("tokens")).hasSize(1);
  }

  @Test
  void digestOfATag_isToldWithoutItsManifest() throws Exception {
    String digest = push(files());
    int pushed = server.asked().size();

    assertThat(registry(nobody()).digest(image(":v1"))).contains(digest);
    assertThat(server.asked().subList(pushed, server.asked().size()))
        .singleElement()
        .asString()
        .startsWith("registry HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TAR,
        "application/vnd.docker.image.rootfs.diff.tar",
        "application/vnd.cncf.model.weight.v1.tar",
        "application/vnd.kitops.modelkit.model.v1.tar"
      })
  void tarLayers_areReadByTheirHeaders(String type) throws Exception {
    Map<String, byte[]> inImage = new LinkedHashMap<>();
    inImage.put("etc/passwd", new byte[70_000]);
    inImage.put("./models/%s/other".formatted("x".repeat(120)), new byte[3]);
    inImage.put("./models/config.json", Files.readAllBytes(folder.resolve("config.json")));
    inImage.put(
        "models/model.safetensors", Files.readAllBytes(folder.resolve("model.safetensors")));
    push(List.of(Blob.tar(type, inImage)));

    Artefact artefact = artefact(nobody());

    assertThat(weights(artefact, "models").bytes()).isEqualTo(bytes);
    assertThat(artefact.foldersWith("config.json")).containsExactly("models");
    assertThat(artefact.files()).containsKey("models/%s/other".formatted("x".repeat(120)));
  }

  @Test
  void upperLayers_goOverLowerOnes_andWhiteoutsTakeAway() throws Exception {
    push(
        List.of(
            Blob.tar(TAR, Map.of("a/one", new byte[1], "b/two", new byte[2], "c", new byte[3])),
            Blob.tar(TAR, Map.of("a/.wh..wh..opq", new byte[0], "b/.wh.two", new byte[0])),
            Blob.tar(TAR, Map.of("c", new byte[4]))));

    assertThat(artefact(nobody()).files()).containsOnlyKeys("c");
    assertThat(artefact(nobody()).in("").size("c")).hasValue(4);
  }

  @ParameterizedTest
  @ValueSource(chars = {'1', '2', '3', '6'})
  void upperLinkOrDevice_hidesTheLowerFile_andWhatIsBelow(char kind) throws Exception {
    push(
        List.of(
            Blob.tar(TAR, Map.of("a", new byte[1], "b/two", new byte[2], "b2", new byte[3])),
            new Tar().entry("a", kind).entry("./b", kind).layer()));

    assertThat(artefact(nobody()).files()).containsOnlyKeys("b2");
  }

  @Test
  void upperFolder_hidesTheLowerFile_andNothingBelow() throws Exception {
    push(
        List.of(
            Blob.tar(TAR, Map.of("a", new byte[1], "b/two", new byte[2])),
            new Tar().entry("a/", '5').entry("b/", '5').entry("b/.wh.three", '2').layer()));

    assertThat(artefact(nobody()).files()).containsOnlyKeys("b/two");
  }

  @Test
  void whiteout_ofAnyKind_takesAway() throws Exception {
    push(
        List.of(
            Blob.tar(TAR, Map.of("a", new byte[1], "b", new byte[2])),
            new Tar().entry(".wh.a", '1').layer()));

    assertThat(artefact(nobody()).files()).containsOnlyKeys("b");
  }

  @ParameterizedTest
  @ValueSource(chars = {'1', '2'})
  void modelOfLinks_isSaid_withTheWayOut(char kind) {
    push(
        List.of(
            new Tar()
                .file("hub/blobs/0123", 9)
                .entry("hub/snapshots/c/config.json", kind)
                .entry("hub/snapshots/c/model.safetensors", kind)
                .entry("bin/sh", kind)
                .layer()));

    assertThatThrownBy(() -> artefact(nobody()))
        .isInstanceOf(UnreadableWeights.class)
        .hasMessageContaining("2 links")
        .hasMessageContaining("such as hub/snapshots/c/config.json")
        .hasMessageContaining("cp -rL");
  }

  @Test
  void linkBesideFiles_isSaidWhereItIsRead() throws Exception {
    push(List.of(new Tar().file("m/config.json", 9).entry("m/model.safetensors", '2').layer()));
    Artefact artefact = artefact(nobody());

    assertThat(artefact.in("m").size("config.json")).hasValue(9);
    assertThatThrownBy(() -> artefact.in("m").size("model.safetensors"))
        .isInstanceOf(UnreadableWeights.class)
        .hasMessageContaining("such as m/model.safetensors");
  }

  @Test
  void compressedLayers_areNamed() throws Exception {
    Blob tar = Blob.tar(TAR, Map.of("models/config.json", new byte[4]));
    push(List.of(tar.gzipped(TAR + "+gzip")));

    assertThat(artefact(nobody()).compressed()).singleElement().asString().contains("tar+gzip");
    assertThat(artefact(nobody()).files()).isEmpty();
  }

  @Test
  void dockersGguf_andModelPacks_haveTheirNames() throws Exception {
    push(
        List.of(
            new Blob("application/vnd.docker.ai.gguf.v3", new byte[9], Map.of()),
            new Blob(
                "application/vnd.cncf.model.weight.config.v1.raw",
                new byte[2],
                Map.of("org.cncf.model.filepath", "sub/config.json"))));

    assertThat(artefact(nobody()).files()).containsOnlyKeys("model.gguf", "sub/config.json");
  }

  @Test
  void index_leadsToTheImageForLinux_andIsKnownByItsOwnDigest() throws Exception {
    String image = server.push().artefact("acme/model", "inner", files());
    String index = server.push().index("acme/model", "v1", image);

    Manifest manifest = registry(nobody()).manifest(image(":v1"));

    assertThat(manifest.digest()).isEqualTo(index);
    assertThat(manifest.layers()).hasSize(2);
    assertThat(registry(nobody()).manifest(image("@" + image)).digest()).isEqualTo(image);
  }

  @ParameterizedTest
  @CsvSource({
    "429, BUSY, 3",
    "500, BROKEN, 3",
    "503, BROKEN, 3",
    "403, REFUSED, 1",
    "404, NO_REVISION, 1"
  })
  void refusal_isTriedAgainOnlyWhereThatMayHelp(int status, StoreFailure.Kind kind, int attempts) {
    server.answerNext(status, status, status);

    assertThatThrownBy(() -> artefact(nobody()))
        .isInstanceOfSatisfying(
            StoreFailure.class, failure -> assertThat(failure.kind()).isEqualTo(kind))
        .hasMessageContaining(String.valueOf(status));
    assertThat(server.asked()).hasSize(attempts);
  }

  @Test
  void registryThatNeverAnswers_isGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ImageReference image =
          ImageReference.parse("127.0.0.1:%d/a/b".formatted(silent.getLocalPort())).orElseThrow();

      assertThatThrownBy(
              () ->
                  new Registry(nobody(), new Wire(Map.of(), Duration.ofMillis(300), pauses::add))
                      .manifest(image))
          .isInstanceOfSatisfying(
              StoreFailure.class,
              failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.UNREACHABLE));
    }
  }

  /** Each look at the clock finds it ten seconds later. */
  @Test
  void registryThatIsSlowEachTime_isGivenUpAfterTwoMinutesInAll() throws Exception {
    Map<String, byte[]> many = new LinkedHashMap<>();
    for (int i = 0; i < 60; i++) {
      many.put("a" + i, new byte[70_000]);
    }
    push(List.of(Blob.tar(TAR, many)));
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 7); // it may start anywhere
    Registry slow =
        new Registry(
            nobody(),
            new Wire(
                Map.of(),
                Duration.ofSeconds(30),
                pauses::add,
                () -> now.getAndAdd(Duration.ofSeconds(10).toNanos())));
    Manifest manifest = slow.manifest(image(":v1"));

    assertThatThrownBy(() -> Artefact.of(slow, image(":v1"), manifest))
        .isInstanceOfSatisfying(
            StoreFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.UNREACHABLE))
        .hasMessageContaining("too slow")
        .hasMessageContaining("120 s in all");
    assertThat(server.asked()).filteredOn(request -> request.contains(" GET ")).hasSize(1 + 11);
    assertThat(artefact(nobody()).files()).hasSize(60);
  }

  @Test
  void manifestOfAnotherDigest_isNotTaken() {
    String digest = push(files());
    server.push().artefact("acme/model", "sha256:" + "0".repeat(64), List.of());

    assertThatThrownBy(() -> registry(nobody()).manifest(image("@sha256:" + "0".repeat(64))))
        .hasMessageContaining("another digest");
    assertThat(digest).startsWith("sha256:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"not a tar", "x"})
  void tarLayer_thatIsNone_isNamed(String content) {
    byte[] junk = content.repeat(1024).getBytes(StandardCharsets.UTF_8);
    push(List.of(new Blob(TAR, junk, Map.of())));

    assertThatThrownBy(() -> artefact(nobody())).hasMessageContaining("is no tar archive");
  }
}
