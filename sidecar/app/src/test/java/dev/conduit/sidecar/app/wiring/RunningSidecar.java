// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.Bytes;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.sidecar.app.config.SidecarConfig;
import dev.conduit.sidecar.app.ingress.BodyBudget;
import dev.conduit.sidecar.app.learning.Place;
import dev.conduit.sidecar.app.telemetry.Traces;
import dev.conduit.sidecar.app.upstream.HealthChecks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The data plane as it is wired in the process, without Quarkus around it. */
final class RunningSidecar implements AutoCloseable {
  static final String CHAT = "/v1/chat/completions";

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final DataPlane plane = new DataPlane(registry, System::nanoTime, InstantSource.system());
  final SnapshotSources sources = new SnapshotSources(plane);
  final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final AtomicInteger port = new AtomicInteger();
  private final Vertx vertx;
  private final String deployment;

  RunningSidecar(Vertx vertx) {
    this(vertx, Traces.off());
  }

  RunningSidecar(Vertx vertx, Traces traces) {
    this.vertx = vertx;
    Config config = new Config(1 << 20, 4096);
    BodyBudget budget = new BodyBudget(new Bytes(3 << 19));
    deployment =
        Await.done(vertx.deployVerticle(new DataPort(config, plane, traces, budget, port::set)));
  }

  /** What is learned is kept there and taken up by itself, as in the process. */
  RunningSidecar learningIn(Path folder) {
    plane.lessons().into(new Place(Optional.of(folder), 2048), sources::relearned);
    return this;
  }

  RunningSidecar with(RoutingSnapshot snapshot) {
    sources.accepted(snapshot);
    return this;
  }

  RunningSidecar withHealthChecks() {
    vertx.runOnContext(
        _ ->
            new HealthChecks(vertx, vertx.createHttpClient(), plane::fleet, System::nanoTime, plane)
                .start());
    return this;
  }

  int port() {
    return port.get();
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(30));
  }

  HttpResponse<String> post(String path, String body) {
    return send(to(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  HttpResponse<String> chat(String model) {
    return post(CHAT, body(model, false));
  }

  HttpResponse<String> get(String path) {
    return send(to(path).build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException("no answer", e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  Socket socket() {
    try {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
      socket.setSoTimeout(10_000);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect", e);
    }
  }

  static String body(String model, boolean isStream) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":%s}"
        .formatted(model, isStream);
  }

  static byte[] wire(String body) {
    return ("POST "
            + CHAT
            + " HTTP/1.1\r\nhost: x\r\ncontent-length: "
            + body.length()
            + "\r\n\r\n"
            + body)
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    Await.done(vertx.undeploy(deployment));
  }

  record Config(int maxBodyBytes, int maxInFlight) implements SidecarConfig {
    @Override
    public Optional<String> app() {
      return Optional.of("shop");
    }

    @Override
    public Optional<Path> data() {
      return Optional.empty();
    }

    @Override
    public int maxOutcomes() {
      return 2048;
    }

    @Override
    public String listenHost() {
      return "127.0.0.1";
    }

    @Override
    public int listenPort() {
      return 0;
    }

    @Override
    public Path snapshotFile() {
      return Path.of("unused");
    }

    @Override
    public Optional<String> discoveryAddress() {
      return Optional.empty();
    }

    @Override
    public Optional<String> policy() {
      return Optional.empty();
    }

    @Override
    public Path discoveryCa() {
      return Path.of("unused");
    }

    @Override
    public Path discoveryToken() {
      return Path.of("unused");
    }

    @Override
    public long maxBufferedBytes() {
      return 3 << 19;
    }

    @Override
    public int maxConnectionsPerEndpoint() {
      return 1024;
    }

    @Override
    public Duration shutdownTimeout() {
      return Duration.ofSeconds(1);
    }

    @Override
    public int eventLoops() {
      return 1;
    }
  }
}
