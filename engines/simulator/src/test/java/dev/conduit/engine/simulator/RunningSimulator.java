// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.engine.simulator.fault.AdminServer;
import dev.conduit.engine.simulator.fault.FaultInterceptor;
import dev.conduit.engine.simulator.fault.FaultSwitch;
import dev.conduit.engine.simulator.serve.SimulatedEngine;
import dev.conduit.engine.simulator.serve.Threads;
import dev.conduit.engine.surface.Surface;
import dev.conduit.engine.surface.SurfaceMetrics;
import dev.conduit.engine.surface.SurfaceOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A simulator on a real socket, from the flags that its program takes. */
final class RunningSimulator implements AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final SimulatedEngine engine;
  private final int port;
  private final int adminPort;

  @Command
  private static final class Flags {
    @Mixin private final EngineOptions engine = new EngineOptions();
    @Mixin private final SimulationOptions simulation = new SimulationOptions();
  }

  private RunningSimulator(List<String> arguments) throws Exception {
    Flags flags = new Flags();
    new CommandLine(flags)
        .registerConverter(Duration.class, new DurationFlag())
        .setOverwrittenOptionsAllowed(true)
        .parseArgs(arguments.toArray(String[]::new));
    Blueprint blueprint = new Blueprint(flags.engine, flags.simulation);
    Threads threads = Threads.start();
    FaultSwitch faults = new FaultSwitch(blueprint.faults(), threads.timer());
    SurfaceMetrics metrics = new SurfaceMetrics(flags.engine.servedNames().getFirst());
    engine =
        new SimulatedEngine(
            blueprint.settings(1_795_000_000),
            blueprint.devices(ProcessHandle.current().pid()),
            faults,
            metrics,
            threads);
    port =
        Surface.start(
                vertx,
                engine,
                metrics,
                new FaultInterceptor(faults),
                SurfaceOptions.of("127.0.0.1", 0))
            .toCompletionStage()
            .toCompletableFuture()
            .get()
            .port();
    adminPort =
        AdminServer.start(vertx, faults, 0) instanceof AdminServer.Started.On on ? on.port() : -1;
  }

  /** Starts to load {@code m} without waiting; flags are added to small and fast ones. */
  static RunningSimulator loading(String... flags) throws Exception {
    List<String> all =
        new ArrayList<>(
            List.of("--model", "sim-8B", "--served-model-name", "m", "--max-model-len", "1024"));
    all.addAll(List.of("--sim-load-time", "0", "--sim-decode-tokens-per-second", "500"));
    all.addAll(List.of("--sim-prefill-tokens-per-second", "1e6"));
    all.addAll(List.of(flags));
    RunningSimulator simulator = new RunningSimulator(all);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                simulator.engine.start();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    return simulator;
  }

  /** Starts and waits until it is ready. */
  static RunningSimulator ready(String... flags) throws Exception {
    RunningSimulator simulator = loading(flags);
    simulator.awaitReady();
    return simulator;
  }

  void awaitReady() {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> get("/health").statusCode() == 200);
  }

  int port() {
    return port;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri(port, path)));
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri(port, path))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  /** A chat of one question; {@code fields} are added to the body. */
  JsonNode chat(String question, String fields) throws IOException, InterruptedException {
    HttpResponse<String> response = post("/v1/chat/completions", body(question, fields));
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }

  static String body(String question, String fields) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(question, fields.isEmpty() ? "" : "," + fields);
  }

  HttpResponse<String> setFaults(String json) throws IOException, InterruptedException {
    return admin("PUT", json);
  }

  HttpResponse<String> admin(String method, String body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(uri(adminPort, "/sim/faults"))
            .method(method, BodyPublishers.ofString(body)));
  }

  /** The value of the metric whose line starts so. */
  double metric(String start) throws IOException, InterruptedException {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + start));
  }

  HttpClient client() {
    return client;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(port, path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    vertx.close();
    client.shutdownNow();
  }
}
