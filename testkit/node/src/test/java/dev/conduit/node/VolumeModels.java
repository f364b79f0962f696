// SPDX-License-Identifier: Apache-2.0
package dev.conduit.node;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.testkit.kubernetes.ControlPlane;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Blocks whose model the node mounts: {@code volumes.yaml}, in a namespace of their own. */
final class VolumeModels {
  static final String NAMESPACE = "volumes";
  static final List<String> BLOCKS = List.of("on-a-claim", "in-an-image");
  private static final String IMAGE = "docker.io/local/conduit-e2e-weights:1";
  private static final String READER = "app.kubernetes.io/component=model-facts";
  private static final String MODEL = "default/SmolLM2-135M-Instruct.Q4_1.gguf";

  private final KubernetesClient client;
  private final Kubectl kubectl;
  private final Path image;
  private final Path manifest;

  private VolumeModels(ControlPlane plane, Path image, Path manifest) {
    this.client = plane.client();
    this.kubectl = new Kubectl(plane);
    this.image = image;
    this.manifest = manifest;
  }

  /** Lays the model that the embedded engine's image has into a folder and an image. */
  static VolumeModels of(ControlPlane plane, Surroundings here) throws Exception {
    Path cache =
        Optional.ofNullable(System.getenv("CONDUIT_MODEL_CACHE"))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".cache", "conduit", "models"));
    Path weights = Files.createDirectories(here.work().resolve("weights"));
    Path model = Files.copy(cache.resolve(MODEL), weights.resolve("small.gguf"));
    FileEntriesLayer layer =
        FileEntriesLayer.builder()
            .addEntry(
                model,
                AbsoluteUnixPath.get("/weights/small.gguf"),
                FilePermissions.fromOctalString("444"))
            .build();
    Path image = ScratchImage.write(here.work(), IMAGE, layer, List.of("/none"));
    Path manifest =
        here.write(
            "volumes.yaml",
            "volumes.yaml",
            Map.of("IMAGE", IMAGE, "BYTES", Long.toString(Files.size(model))));
    return new VolumeModels(plane, image, manifest);
  }

  /** A tar, for the node to have as if it had been pulled. */
  Path image() {
    return image;
  }

  void apply() {
    kubectl.run("create", "namespace", NAMESPACE);
    kubectl.run("label", "namespace", NAMESPACE, "pod-security.kubernetes.io/enforce=restricted");
    kubectl.run("apply", "-n", NAMESPACE, "-f", manifest.toString());
  }

  void delete() {
    kubectl.run("delete", "-n", NAMESPACE, "-f", manifest.toString(), "--wait", "--timeout=3m");
  }

  boolean areReady() {
    return BLOCKS.stream().allMatch(this::isReady);
  }

  private boolean isReady(String block) {
    InferenceBlock there =
        client.resources(InferenceBlock.class).inNamespace(NAMESPACE).withName(block).get();
    return there.getStatus() != null
        && there.getStatus().conditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  /** Of the one pod that looked into the claim. */
  String readersLastWords() {
    List<Pod> readers =
        client.pods().inNamespace(NAMESPACE).withLabelSelector(READER).list().getItems();
    if (readers.size() != 1) {
      throw new IllegalStateException(readers.size() + " pods read the claim, not one");
    }
    return readers
        .getFirst()
        .getStatus()
        .getContainerStatuses()
        .getFirst()
        .getState()
        .getTerminated()
        .getMessage();
  }

  /** What the model of a block says of France. */
  String ask(String block) {
    String body =
        """
        {"model": "%s", "max_tokens": 24, "temperature": 0,
         "messages": [{"role": "user", "content": "What is the capital of France?"}]}\
        """
            .formatted(block);
    String pod =
        client
            .pods()
            .inNamespace(NAMESPACE)
            .withLabel("conduit.dev/block", block)
            .withLabel("app.kubernetes.io/component", "engine")
            .list()
            .getItems()
            .getFirst()
            .getMetadata()
            .getName();
    return client.raw(
        "/api/v1/namespaces/%s/pods/%s:8000/proxy/v1/chat/completions".formatted(NAMESPACE, pod),
        "POST",
        body);
  }
}
