// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import dev.conduit.checkpoint.WeightFiles;
import dev.conduit.checkpoint.Weights;
import dev.conduit.checkpoint.wire.Wire;
import dev.conduit.testkit.model.Blob;
import dev.conduit.testkit.model.Checkpoints;
import dev.conduit.testkit.model.RegistryServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A registry on a real socket, a model to push into it, and who may read it. */
abstract class RegistryStage {
  static final String USER = "reader:s3cret";

  @TempDir Path folder;
  final List<Duration> pauses = new ArrayList<>();
  RegistryServer server;
  long bytes;

  @BeforeEach
  void model() throws IOException {
    server = new RegistryServer();
    bytes = Checkpoints.wideWithTower(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  List<Blob> files() {
    return List.of(
        Blob.titled("application/vnd.acme.config+json", folder.resolve("config.json")),
        Blob.titled(folder.resolve("model.safetensors")));
  }

  String push(List<Blob> layers) {
    return server.push().artefact("acme/model", "v1", layers);
  }

  ImageReference image(String version) {
    return ImageReference.parse(server.name() + "/acme/model" + version).orElseThrow();
  }

  Artefact artefact(RegistryAccess access) throws IOException, InterruptedException {
    Registry registry = registry(access);
    return Artefact.of(registry, image(":v1"), registry.manifest(image(":v1")));
  }

  Registry registry(RegistryAccess access) {
    return new Registry(access, new Wire(Map.of(), Duration.ofSeconds(30), pauses::add));
  }

  static Weights weights(Artefact artefact, String path) throws IOException {
    return WeightFiles.read(artefact.in(path), "");
  }

  static RegistryAccess nobody() {
    return RegistryAccess.of(Map.of());
  }

  RegistryAccess login() {
    return nobody()
        .with(
            "{\"auths\": {\"http://%s/v1/\": {\"auth\": \"%s\"}}}"
                .formatted(
                    server.name(),
                    Base64.getEncoder().encodeToString(USER.getBytes(StandardCharsets.UTF_8))));
  }
}
