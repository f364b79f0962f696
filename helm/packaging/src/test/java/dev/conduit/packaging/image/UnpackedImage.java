// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * An image as a container engine would see it: its configuration, and its layers over each other.
 */
public final class UnpackedImage {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;
  private final JsonNode manifest;
  private final JsonNode config;

  private UnpackedImage(Path root, JsonNode manifest, JsonNode config) {
    this.root = root;
    this.manifest = manifest;
    this.config = config;
  }

  public static UnpackedImage of(Path tar, Path folder) throws IOException, InterruptedException {
    Path archive = Files.createDirectories(folder.resolve("archive"));
    Path root = Files.createDirectories(folder.resolve("root"));
    tar("-xf", tar, archive);
    JsonNode manifest = JSON.readTree(archive.resolve("manifest.json").toFile()).get(0);
    JsonNode config = JSON.readTree(archive.resolve(manifest.get("Config").asText()).toFile());
    for (JsonNode layer : manifest.get("Layers")) {
      tar("-xpzf", archive.resolve(layer.asText()), root);
    }
    return new UnpackedImage(root, manifest, config);
  }

  public Path root() {
    return root;
  }

  public List<String> tags() {
    return strings(manifest.get("RepoTags"));
  }

  public JsonNode config() {
    return config.get("config");
  }

  public String architecture() {
    return config.get("architecture").asText();
  }

  /** Starts its entry point. The first argument replaces the image's, as in a pod. */
  public Process start(
      Map<String, String> environment, Path mounted, Path log, List<String> arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "/bin/bash"));
    command.add(Path.of("src/test/resources/run-image").toAbsolutePath().toString());
    command.addAll(List.of(root.toString(), mounted.toString(), config().get("User").asText()));
    command.addAll(strings(config().get("Env")));
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.add("--");
    command.addAll(strings(config().get("Entrypoint")));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /**
   * Ends it whatever it does. The program changes its user, which unties it from who started it.
   */
  public static void end(Process process) throws InterruptedException {
    List<ProcessHandle> all = process.descendants().toList();
    all.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  private static void tar(String flags, Path archive, Path into)
      throws IOException, InterruptedException {
    Tool.Result result =
        Tool.run(List.of("tar", flags, archive.toString(), "-C", into.toString()), Map.of(), 5);
    if (!result.isOk()) {
      throw new IOException(result.tail());
    }
  }

  private static List<String> strings(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
