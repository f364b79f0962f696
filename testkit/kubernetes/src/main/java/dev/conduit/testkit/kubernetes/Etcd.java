// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conduit.testkit.kubernetes.process.Binaries;
import dev.conduit.testkit.kubernetes.process.Child;
import dev.conduit.testkit.kubernetes.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A one-member etcd in a folder, without fsync: a test's data need not survive the machine. */
final class Etcd implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = Ports.free();
  private final Child child;

  Etcd(Binaries binaries, Path folder) {
    String peers = "http://127.0.0.1:" + Ports.free();
    child =
        Child.start(
            "etcd",
            List.of(
                binaries.program("etcd").toString(),
                "--name=conduit",
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + url(),
                "--advertise-client-urls=" + url(),
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=conduit=" + peers,
                "--unsafe-no-fsync",
                "--quota-backend-bytes=4294967296",
                "--log-level=warn"),
            folder.resolve("logs/etcd.log"),
            Map.of());
    child.await("healthy", START, this::isHealthy);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /**
   * Drops all history up to now.
   *
   * @return the revision up to which nothing but the latest state is left
   */
  long compact() {
    JsonNode range = post("/v3/kv/range", "{\"key\":\"AA==\"}");
    long revision = range.path("header").path("revision").asLong();
    post("/v3/kv/compaction", "{\"revision\":" + revision + ",\"physical\":true}");
    return revision;
  }

  /** Makes a newer revision: writes and removes a key that no API server reads. */
  void moveOn() {
    post("/v3/kv/put", "{\"key\":\"Y29uZHVpdA==\",\"value\":\"\"}");
    post("/v3/kv/deleterange", "{\"key\":\"Y29uZHVpdA==\"}");
  }

  @Override
  public void close() {
    child.close();
    http.close();
  }

  private boolean isHealthy() {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/health")).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException e) {
      return false; // not listening yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private JsonNode post(String path, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException("etcd answered " + path + " with " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("etcd does not answer " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
