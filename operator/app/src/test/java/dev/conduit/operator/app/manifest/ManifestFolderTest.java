// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.conduit.api.v1alpha1.block.EngineKind;
import dev.conduit.operator.app.manifest.Manifests.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestFolderTest {
  private static final String LIGHT =
      """
      apiVersion: conduit.dev/v1alpha1
      kind: InferenceBlock
      metadata: {name: light}
      spec:
        models: [{id: HuggingFaceTB/SmolLM2-135M-Instruct, servedName: smol}]
        engine: {kind: embedded}
      """;
  private static final String POLICY =
      """
      apiVersion: conduit.dev/v1alpha1
      kind: RoutingPolicy
      metadata: {name: all}
      spec:
        targets: [{block: light, tier: light}]
      """;

  @TempDir Path folder;

  @Test
  void read_severalFilesAndDocuments_givesResourcesWithTheirPlaces() throws IOException {
    write("a.yaml", LIGHT + "---\n" + LIGHT.replace("name: light", "name: other"));
    write("b.yml", POLICY);
    write("notes.txt", "not a manifest");
    write(".hidden.yaml", "{");
    Manifests manifests = valid();
    assertThat(manifests.blocks())
        .extracting(b -> b.ref().name())
        .containsExactly("light", "other");
    assertThat(manifests.blocks().getLast().source()).endsWith("a.yaml:8");
    assertThat(manifests.blocks().getFirst().resource().getSpec().engine().kind())
        .isEqualTo(EngineKind.EMBEDDED);
    assertThat(manifests.policies()).extracting(p -> p.ref().name()).containsExactly("all");
  }

  @Test
  void read_malformedYaml_namesFileLineAndColumn() throws IOException {
    write("a.yaml", "apiVersion: conduit.dev/v1alpha1\nkind: [\n");
    assertThat(problems()).singleElement().asString().contains("a.yaml:3", "column");
  }

  @Test
  void read_unknownField_namesItAndWhatWasMeant() throws IOException {
    write("a.yaml", LIGHT.replace("servedName", "serveName"));
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("a.yaml:5", "unknown field", "serveName", "servedName");
  }

  @Test
  void read_twoBlocksOfOneName_namesBothPlaces() throws IOException {
    write("a.yaml", LIGHT);
    write("b.yaml", LIGHT);
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("b.yaml:1", "InferenceBlock light is defined twice", "a.yaml:1");
  }

  @Test
  void read_invalidUtf8_saysSo() throws IOException {
    Files.write(folder.resolve("a.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("a.yaml", "not UTF-8 at byte offset 3 (0xff)");
  }

  @Test
  void read_missingOrEmptyFolder_saysWhatIsNeeded() {
    assertThat(problems()).singleElement().asString().contains("no manifests here", "*.yaml");
    assertThat(((Loaded.Invalid) new ManifestFolder(folder.resolve("none")).read()).problems())
        .singleElement()
        .asString()
        .contains("none: no such file or folder");
  }

  @Test
  void read_editThatChangesWhatIsImmutable_isRefused() throws IOException {
    write("a.yaml", LIGHT);
    ManifestFolder manifests = new ManifestFolder(folder);
    assertThat(manifests.read()).isInstanceOf(Loaded.Valid.class);
    write("a.yaml", LIGHT.replace("embedded", "llamacpp"));
    assertThat(((Loaded.Invalid) manifests.read()).problems())
        .singleElement()
        .asString()
        .contains("kind is immutable");
  }

  @Test
  void watch_fileWrittenInSteps_callsOnceItIsQuiet() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    try (FolderWatch watch = new FolderWatch(folder, calls::incrementAndGet)) {
      assertThat(watch).isNotNull();
      write("a.yaml", "kind");
      write("a.yaml", LIGHT);
      await().until(() -> calls.get() > 0);
    }
    assertThat(calls).hasValue(1);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private Manifests valid() {
    return ((Loaded.Valid) new ManifestFolder(folder).read()).manifests();
  }

  private List<String> problems() {
    return ((Loaded.Invalid) new ManifestFolder(folder).read()).problems();
  }
}
