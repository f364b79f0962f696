// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.SnapshotCodec;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** The whole program with Quarkus around it: probes, metrics, the snapshot file. */
@QuarkusTest
@TestProfile(ProcessTest.Files404.class)
class ProcessTest {
  private static final Path SNAPSHOT = Path.of("target", "process-test", "snapshot.json");

  private final HttpClient http = HttpClient.newHttpClient();
  @Inject Lifecycle lifecycle;

  /** A snapshot file that is not there yet, and a free port. */
  public static final class Files404 implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Files.createDirectories(SNAPSHOT.getParent());
        Files.deleteIfExists(SNAPSHOT);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return Map.of(
          "conduit.sidecar.listen-port", "0", "conduit.sidecar.snapshot-file", SNAPSHOT.toString());
    }
  }

  @Test
  void program_withoutSnapshot_isAliveAndBecomesReadyWithIt() throws Exception {
    assertThat(probe("live").statusCode()).isEqualTo(200);
    assertThat(probe("started").statusCode()).isEqualTo(200);
    assertThat(probe("ready").statusCode()).isEqualTo(503);
    assertThat(chat().statusCode()).isEqualTo(503);

    Vertx vertx = Vertx.vertx();
    FakeEngine engine = FakeEngine.good(vertx);
    byte[] json = new SnapshotCodec().encode(Snapshots.light(engine.port()).build());
    Path temporary = SNAPSHOT.resolveSibling("tmp");
    Files.write(temporary, json);
    Files.move(temporary, SNAPSHOT, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    Await.until(() -> assertThat(probe("ready").statusCode()).isEqualTo(200));
    assertThat(chat().statusCode()).isEqualTo(200);

    engine.kill();
    assertThat(chat().statusCode()).isIn(502, 503);
    assertThat(probe("ready").statusCode()).as("an engine's end is not ours").isEqualTo(200);
    assertThat(probe("ready").body())
        .contains("\"source\": \"file\"")
        .contains("\"ageSeconds\": ")
        .contains("\"discovery\": \"none\"");
    assertThat(get("/q/metrics").body())
        .contains("conduit_requests_total{model=\"light-model\",outcome=\"ok\",tier=\"light\"} 1")
        .contains("gen_ai_client_operation_duration_seconds_bucket")
        .contains(
            "conduit_snapshot_info{policy=\"default/test\",revision=\"r1\",source=\"file\"} 1")
        .doesNotContain("conduit_discovery_connected")
        .contains("conduit_decision_duration_seconds_count");
    Await.done(vertx.close());
  }

  @Test
  void traces_withoutEndpoint_areOff() {
    assertThat(ConfigProvider.getConfig().getValue("quarkus.otel.sdk.disabled", Boolean.class))
        .isTrue();
  }

  private HttpResponse<String> probe(String name) throws IOException, InterruptedException {
    return get("/q/health/" + name);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> chat() throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + lifecycle.port() + RunningSidecar.CHAT);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .POST(HttpRequest.BodyPublishers.ofString(RunningSidecar.body("auto", false)))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
