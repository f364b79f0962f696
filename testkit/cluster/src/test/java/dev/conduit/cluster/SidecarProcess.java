// SPDX-License-Identifier: Apache-2.0
package dev.conduit.cluster;

import dev.conduit.testkit.kubernetes.process.Child;
import dev.conduit.testkit.kubernetes.process.Ports;
import dev.conduit.testkit.kubernetes.process.Repository;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A sidecar as in a pod: the policy's ConfigMap and a projected token as files. */
final class SidecarProcess implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Path folder;
  private final int port = Ports.free();
  private final int probes = Ports.free();
  private final Child child;

  private SidecarProcess(Space space, String name, String policy) {
    this.folder = space.cluster.plane.folder().resolve(space.namespace + "-" + name);
    mount(space, policy);
    Map<String, String> environment = new HashMap<>();
    environment.put("CONDUIT_SIDECAR_LISTEN_PORT", Integer.toString(port));
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(probes));
    environment.put(
        "CONDUIT_SIDECAR_DISCOVERY_ADDRESS", "127.0.0.1:" + space.cluster.operator.discoveryPort());
    environment.put("CONDUIT_SIDECAR_POLICY", space.namespace + "/" + policy);
    environment.put("CONDUIT_SIDECAR_DISCOVERY_CA", folder.resolve("ca.crt").toString());
    environment.put("CONDUIT_SIDECAR_DISCOVERY_TOKEN", folder.resolve("token").toString());
    environment.put("CONDUIT_SIDECAR_SNAPSHOT_FILE", folder.resolve("snapshot.json").toString());
    environment.put("HOSTNAME", name);
    this.child =
        Child.start(
            "sidecar " + name,
            List.of(Repository.path("bin/launch").toString(), "sidecar"),
            folder.resolve("log"),
            environment);
  }

  /** Starts one whose pod mounts the policy's ConfigMap as it is now. */
  static SidecarProcess start(Space space, String name, String policy) {
    return new SidecarProcess(space, name, policy);
  }

  /** What the kubelet does: both entries of the ConfigMap, and a token for discovery. */
  private void mount(Space space, String policy) {
    var published =
        space
            .client
            .configMaps()
            .inNamespace(space.namespace)
            .withName("conduit-snapshot-" + policy);
    // The operator adds it when it has a certificate; what is mounted here stays as it is.
    Space.patiently("the authority of discovery is published")
        .until(() -> published.get().getData().containsKey("ca.crt"));
    ConfigMap map = published.get();
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> entry : map.getData().entrySet()) {
        Path written = Files.writeString(folder.resolve("..new"), entry.getValue());
        Files.move(written, folder.resolve(entry.getKey()), StandardCopyOption.ATOMIC_MOVE);
      }
      Files.writeString(
          folder.resolve("token"),
          space.cluster.plane.token(space.namespace, "default", "conduit-discovery"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The status of an answer to a chat of the app, and the endpoint that gave it; 0 for none. */
  Answer ask() {
    String body =
        "{\"model\":\"auto\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    try {
      HttpResponse<String> response =
          HTTP.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
                  .timeout(Duration.ofSeconds(10))
                  .header("content-type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return new Answer(
          response.statusCode(), response.headers().firstValue("x-conduit-endpoint").orElse(""));
    } catch (IOException e) {
      return new Answer(0, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(0, "");
    }
  }

  record Answer(int status, String endpoint) {}

  String tail() {
    return child.tail();
  }

  @Override
  public void close() {
    child.stop(Duration.ofSeconds(10));
  }
}
