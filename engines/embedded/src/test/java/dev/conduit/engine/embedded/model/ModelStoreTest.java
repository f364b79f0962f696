// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conduit.checkpoint.hub.Hub;
import dev.conduit.checkpoint.hub.HubAccess;
import dev.conduit.engine.embedded.model.ModelUnavailable.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelStoreTest {
  private static final byte[] MODEL = TestFiles.gguf(300_000);

  @TempDir Path folder;
  private FakeHub hub;
  private final List<Long> progress = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    hub = new FakeHub(MODEL);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void fetch_file_isWholeAndReported() throws Exception {
    assertThat(fetch("hf://org/repo/model.gguf")).hasBinaryContent(MODEL);
    assertThat(progress).last().isEqualTo((long) MODEL.length);
  }

  @Test
  void fetch_repository_takesItsOnlyGguf() throws Exception {
    assertThat(fetch("hf://org/repo")).hasBinaryContent(MODEL);
  }

  @Test
  void fetch_again_doesNotAskTheHub() throws Exception {
    Path file = fetch("hf://org/repo/model.gguf");
    hub.close();
    assertThat(fetch("hf://org/repo/model.gguf")).isEqualTo(file);
  }

  @Test
  void fetch_connectionCut_resumesWhereItBroke() throws Exception {
    hub.cuts = 2;
    hub.cutAfter = 100_000;
    assertThat(fetch("hf://org/repo/model.gguf")).hasBinaryContent(MODEL);
    assertThat(hub.gets).isEqualTo(3);
    assertThat(hub.ranges).hasSize(2).allMatch(range -> !range.equals("bytes=0-"));
  }

  @Test
  void fetch_connectionKeepsBreaking_saysWhereAnotherRunResumes() throws Exception {
    hub.cuts = 99;
    hub.cutAfter = 10_000;
    assertThatThrownBy(() -> fetch("hf://org/repo/model.gguf"))
        .hasMessageContaining("run again to resume at")
        .extracting("kind")
        .isEqualTo(Kind.NETWORK);
    hub.cuts = 0;
    assertThat(fetch("hf://org/repo/model.gguf")).hasBinaryContent(MODEL);
    assertThat(hub.ranges).isNotEmpty();
  }

  @Test
  void fetch_bytesTampered_isRefusedAndKeepsNothing() throws IOException {
    hub.served = MODEL.clone();
    hub.served[150_000] ^= 1;
    assertThatThrownBy(() -> fetch("hf://org/repo/model.gguf"))
        .hasMessageContaining("checksum")
        .extracting("kind")
        .isEqualTo(Kind.CORRUPT);
    assertThat(files()).noneMatch(name -> name.endsWith(".gguf") || name.endsWith(".part"));
  }

  @Test
  void fetch_leftoverOfAnotherFile_startsAnew() throws Exception {
    Path part = folder.resolve("org_repo/main/model.gguf.part");
    Files.createDirectories(part.getParent());
    Files.write(part, new byte[1000]);
    assertThat(fetch("hf://org/repo/model.gguf")).hasBinaryContent(MODEL);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fetch_cachedFileDamaged_isFetchedAnew(boolean truncated) throws Exception {
    Path file = fetch("hf://org/repo/model.gguf");
    byte[] damaged = truncated ? java.util.Arrays.copyOf(MODEL, 1000) : MODEL.clone();
    damaged[500] ^= 1;
    Files.write(file, damaged);
    assertThat(fetch("hf://org/repo/model.gguf")).hasBinaryContent(MODEL);
  }

  @Test
  void fetch_redirected_keepsTheTokenFromTheStorageHost() throws Exception {
    fetch("hf://org/repo/model.gguf");
    assertThat(hub.gets).isEqualTo(1);
    assertThat(hub.storageTokens).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void fetch_gated_asksForAToken(int status) {
    hub.status = status;
    assertThatThrownBy(() -> fetch("hf://org/repo/model.gguf"))
        .hasMessageContaining("token")
        .hasMessageNotContaining("secret-token")
        .extracting("kind")
        .isEqualTo(Kind.UNAUTHORIZED);
  }

  @Test
  void fetch_unknownFile_saysWhatIsMissing() {
    assertThatThrownBy(() -> fetch("hf://org/repo/other.gguf"))
        .hasMessageContaining("hf://org/repo/other.gguf@main: no such repository, revision or file")
        .extracting("kind")
        .isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void fetch_noNetwork_saysWhatToDo() {
    hub.close();
    assertThatThrownBy(() -> fetch("hf://org/repo/model.gguf"))
        .hasMessageContaining("check the network or set HF_ENDPOINT")
        .extracting("kind")
        .isEqualTo(Kind.NETWORK);
  }

  @Test
  void default_nothingReachable_tellsBothReasons() {
    hub.close();
    ModelStore store = store(List.of("no-such-pip"));
    assertThatThrownBy(() -> store.file(new ModelReference.Default()))
        .hasMessageContaining("From the hub: ")
        .hasMessageContaining("From the package index: cannot run no-such-pip");
  }

  @Test
  void default_includedIsTampered_isFetchedInstead() throws IOException {
    hub.close();
    Path file = folder.resolve("included/default/SmolLM2-135M-Instruct.Q4_1.gguf");
    Files.createDirectories(file.getParent());
    Files.write(file, MODEL);
    ModelStore store = store(List.of("no-such-pip"));
    assertThatThrownBy(() -> store.file(new ModelReference.Default()))
        .hasMessageContaining("From the package index: cannot run no-such-pip");
  }

  @Test
  void local_notAModel_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("x.gguf"), "<html>");
    assertThatThrownBy(() -> fetch(file.toString())).hasMessageContaining("not a GGUF file");
    assertThatThrownBy(() -> fetch(folder.resolve("none").toString()))
        .hasMessageContaining("there is no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hf://org", "hf://org/repo/model.bin", "hf://a/b@", "s3://x/y", ""})
  void parse_malformed_saysTheForm(String text) {
    assertThatThrownBy(() -> ModelReference.parse(text))
        .hasMessageContaining("hf://org/repo")
        .extracting("kind")
        .isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void parse_fullForm_keepsEveryPart() throws ModelUnavailable {
    assertThat(ModelReference.parse("hf://org/repo/q4/model.gguf@v2"))
        .isEqualTo(new ModelReference.HubFile("org/repo", Optional.of("q4/model.gguf"), "v2"));
  }

  private Path fetch(String reference) throws ModelUnavailable, InterruptedException {
    return store(List.of("false")).file(ModelReference.parse(reference));
  }

  private ModelStore store(List<String> pip) {
    URI url = hub.url();
    return new ModelStore(
        folder.resolve("cache"),
        List.of(folder.resolve("included")),
        new HubClient(new Hub(new HubAccess(url, Optional.of("secret-token")), Map.of())),
        new PackagedModel(pip),
        (what, done, total) -> progress.add(done));
  }

  private List<String> files() throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(Path::toString).toList();
    }
  }
}
