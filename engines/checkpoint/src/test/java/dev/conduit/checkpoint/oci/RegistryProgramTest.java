// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conduit.checkpoint.WeightFiles;
import dev.conduit.checkpoint.wire.Wire;
import dev.conduit.testkit.model.Blob;
import dev.conduit.testkit.model.Checkpoints;
import dev.conduit.testkit.model.RegistryProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** The distribution project's own registry, pushed to by its HTTP API. */
final class RegistryProgramTest {
  private static final String TAR = "application/vnd.oci.image.layer.v1.tar";
  private static Path program = Path.of("");

  @TempDir Path folder;

  @BeforeAll
  static void find() throws Exception {
    Optional<Path> found = RegistryProgram.find();
    if (found.isEmpty()) {
      throw new TestAbortedException("no registry here, and none can be fetched");
    }
    program = found.get();
  }

  @Test
  void artefactsAndImages_areReadByRanges() throws Exception {
    long bytes = Checkpoints.wideWithTower(folder.resolve("model"));
    try (RegistryProgram real = RegistryProgram.start(program, folder, false)) {
      real.push()
          .artefact(
              "acme/files",
              "v1",
              List.of(
                  Blob.titled(folder.resolve("model/config.json")),
                  Blob.titled(folder.resolve("model/model.safetensors"))));
      String image =
          real.push().artefact("acme/image", "inner", List.of(Blob.tar(TAR, inFolder())));
      real.push().artefact("acme/image", "packed", List.of(packed()));

      assertThat(bytes(artefact(real, "acme/files:v1", ""), "")).isEqualTo(bytes);
      assertThat(bytes(artefact(real, "acme/image:inner", ""), "models")).isEqualTo(bytes);
      assertThat(bytes(artefact(real, "acme/image@" + image, ""), "models")).isEqualTo(bytes);
      assertThat(artefact(real, "acme/image:packed", "").compressed()).hasSize(1);
      assertThatThrownBy(() -> artefact(real, "acme/none:v1", "")).hasMessageContaining("404");
    }
  }

  @Test
  void login_isAskedForAndTaken() throws Exception {
    long bytes = Checkpoints.wideWithTower(folder.resolve("model"));
    try (RegistryProgram real = RegistryProgram.start(program, folder, true)) {
      real.push().artefact("acme/image", "v1", List.of(Blob.tar(TAR, inFolder())));

      assertThat(bytes(artefact(real, "acme/image:v1", RegistryProgram.LOGIN), "models"))
          .isEqualTo(bytes);
      assertThatThrownBy(() -> artefact(real, "acme/image:v1", ""))
          .hasMessageContaining("asks for a login");
      assertThatThrownBy(() -> artefact(real, "acme/image:v1", "reader:wrong"))
          .hasMessageContaining("401");
    }
  }

  private Blob packed() throws IOException {
    return Blob.tar(TAR, inFolder()).gzipped(TAR + "+gzip");
  }

  private Map<String, byte[]> inFolder() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("models/config.json", Files.readAllBytes(folder.resolve("model/config.json")));
    files.put(
        "models/model.safetensors", Files.readAllBytes(folder.resolve("model/model.safetensors")));
    return files;
  }

  private static Artefact artefact(RegistryProgram real, String name, String login)
      throws IOException, InterruptedException {
    RegistryAccess nobody = RegistryAccess.of(Map.of());
    RegistryAccess access =
        login.isEmpty()
            ? nobody
            : nobody.with(
                "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}"
                    .formatted(
                        real.name(),
                        Base64.getEncoder()
                            .encodeToString(login.getBytes(StandardCharsets.UTF_8))));
    ImageReference image = ImageReference.parse(real.name() + "/" + name).orElseThrow();
    Registry registry = new Registry(access, new Wire(Map.of()));
    return Artefact.of(registry, image, registry.manifest(image));
  }

  private static long bytes(Artefact artefact, String path) throws IOException {
    return WeightFiles.read(artefact.in(path), "").bytes();
  }
}
