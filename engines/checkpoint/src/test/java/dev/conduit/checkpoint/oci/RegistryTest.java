// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conduit.checkpoint.UnreadableWeights;
import dev.conduit.checkpoint.WeightFiles;
import dev.conduit.checkpoint.Weights;
import dev.conduit.checkpoint.wire.StoreFailure;
import dev.conduit.checkpoint.wire.Wire;
import dev.conduit.testkit.model.Blob;
import dev.conduit.testkit.model.Checkpoints;
import dev.conduit.testkit.model.RegistryServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registries on real sockets. */
final class RegistryTest {
  private static final String USER = "reader:s3cret";
  private static final String TAR = "application/vnd.oci.image.layer.v1.tar";

  @TempDir Path folder;
  private final List<Duration> pauses = new ArrayList<>();
  private RegistryServer server;
  private long bytes;

  RegistryTest() throws IOException {
    server = new RegistryServer();
  }

  @BeforeEach
  void model() throws IOException {
    bytes = Checkpoints.wideWithTower(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void filesWithTitles_areReadByRanges_fromStorageThatGetsNoCredentials() throws Exception {
    push(files());
    server.ask(RegistryServer.Login.TOKEN, USER);

    assertThat(weights(artefact(login()), "").bytes()).isEqualTo(bytes);

    assertThat(server.asked()).anyMatch(request -> request.startsWith("storage GET"));
    assertThat(server.asked()).filteredOn(request -> request.startsWith("tokens")).hasSize(1);
  }

  @Test
  void token_isGivenToAnybody_whereTheModelIsPublic() throws Exception {
    push(files());
    server.ask(RegistryServer.Login.TOKEN, "");

    assertThat(weights(artefact(nobody()), "").bytes()).isEqualTo(bytes);
  }

  @Test
  void basicLogin_isSent_andItsLackIsSaid() throws Exception {
    push(files());
    server.ask(RegistryServer.Login.BASIC, USER);

    assertThat(weights(artefact(login()), "").bytes()).isEqualTo(bytes);
    assertThatThrownBy(() -> artefact(nobody()))
        .isInstanceOfSatisfying(
            StoreFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.REFUSED))
        .hasMessageContaining("asks for a login");
  }

  @Test
  void wrongLogin_isRefused_withoutThePasswordInTheMessage() {
    push(files());
    server.ask(RegistryServer.Login.TOKEN, "other:one");

    assertThatThrownBy(() -> artefact(login()))
        .isInstanceOfSatisfying(
            StoreFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(StoreFailure.Kind.REFUSED))
        .hasMessageContaining("401")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void identityToken_isExchangedForAToken_andIsNoPassword() throws Exception {
    push(files());
    server.ask(RegistryServer.Login.TOKEN, "id.to+ken/==");
    RegistryAccess access =
        nobody()
            .with(
                "{\"auths\": {\"%s\": {\"auth\": \"MDAwMDo=\", \"identitytoken\": \"id.to+ken/==\"}}}"
                    .formatted(server.name()));

    assertThat(weights(artefact(access), "").bytes()).isEqualTo(bytes);
    assertThat(server.asked()).anyMatch(request -> request.startsWith("tokens POST"));

    server.ask(RegistryServer.Login.BASIC, USER);
    assertThatThrownBy(() -> artefact(access))
        .hasMessageContaining("identitytoken")
        .hasMessageNotContaining("id.to");
  }

  @Test
  void loginForMostOfTheName_isSent() throws Exception {
    push(files());
    server.ask(RegistryServer.Login.BASIC, USER);
    String right = base64(USER);
    String wrong = base64("other:one");

    assertThat(
            weights(
                    artefact(
                        nobody()
                            .with(
                                "{\"auths\": {\"%1$s/acme\": {\"auth\": \"%2$s\"}, \"%1$s\": {\"auth\": \"%3$s\"}, \"%1$s/acme/mod\": {\"auth\": \"%3$s\"}, \"https://%1$s/zoo/\": {\"auth\": \"%3$s\"}}}"
                                    .formatted(server.name(), right, wrong))),
                    "")
                .bytes())
        .isEqualTo(bytes);
    assertThatThrownBy(
            () ->
                artefact(
                    nobody()
                        .with(
                            "{\"auths\": {\"%s/zoo\": {\"auth\": \"%s\"}}}"
                                .formatted(server.name(), right))))
        .hasMessageContaining("none is at hand");
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

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
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

  @Test
  void dockerConfig_thatIsNone_isSaidWithoutIt() {
    for (String text : List.of("[]", "{", "{\"auths\": {\"a\": {\"auth\": \"s3cret!\"}}}")) {
      assertThatThrownBy(() -> nobody().with(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("s3cret");
    }
    assertThat(login().toString()).doesNotContain("s3cret");
  }

  private List<Blob> files() {
    return List.of(
        Blob.titled("application/vnd.acme.config+json", folder.resolve("config.json")),
        Blob.titled(folder.resolve("model.safetensors")));
  }

  private String push(List<Blob> layers) {
    return server.push().artefact("acme/model", "v1", layers);
  }

  private ImageReference image(String version) {
    return ImageReference.parse(server.name() + "/acme/model" + version).orElseThrow();
  }

  private Artefact artefact(RegistryAccess access) throws IOException, InterruptedException {
    Registry registry = registry(access);
    return Artefact.of(registry, image(":v1"), registry.manifest(image(":v1")));
  }

  private Registry registry(RegistryAccess access) {
    return new Registry(access, new Wire(Map.of(), Duration.ofSeconds(30), pauses::add));
  }

  private static Weights weights(Artefact artefact, String path) throws IOException {
    return WeightFiles.read(artefact.in(path), "");
  }

  private static RegistryAccess nobody() {
    return RegistryAccess.of(Map.of());
  }

  private RegistryAccess login() {
    return nobody()
        .with(
            "{\"auths\": {\"http://%s/v1/\": {\"auth\": \"%s\"}}}"
                .formatted(
                    server.name(),
                    Base64.getEncoder().encodeToString(USER.getBytes(StandardCharsets.UTF_8))));
  }
}
