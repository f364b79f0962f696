// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conduit.engine.embedded.llama.LlamaEngine;
import dev.conduit.engine.embedded.llama.LlamaSettings;
import dev.conduit.engine.embedded.model.ModelReference;
import dev.conduit.engine.embedded.model.ModelStore;
import dev.conduit.engine.embedded.model.ModelUnavailable;
import dev.conduit.engine.surface.Interceptor;
import dev.conduit.engine.surface.Surface;
import dev.conduit.engine.surface.SurfaceMetrics;
import dev.conduit.engine.surface.SurfaceOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;

/** The default model on a real socket, fetched as a user's would be, and a client for it. */
final class RealModel implements AutoCloseable {
  static final String NAME = "smollm2";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Surface surface;
  final LlamaEngine engine;

  RealModel(int slots) throws InterruptedException, ExecutionException {
    SurfaceMetrics metrics = new SurfaceMetrics(NAME);
    engine =
        new LlamaEngine(
            vertx, new LlamaSettings(NAME, "default", OptionalInt.of(1024), slots, 2), metrics, 0);
    surface =
        Surface.start(vertx, engine, metrics, Interceptor.NONE, SurfaceOptions.of("127.0.0.1", 0))
            .toCompletionStage()
            .toCompletableFuture()
            .get();
  }

  /** Where the default model lies on this machine; fetched on the first call. */
  static Path file() throws ModelUnavailable, InterruptedException {
    return ModelStore.of(System.getenv(), (what, done, total) -> {})
        .file(new ModelReference.Default());
  }

  RealModel loaded() throws ModelUnavailable, InterruptedException {
    engine.load(file());
    return this;
  }

  JsonNode chat(String fields) throws IOException, InterruptedException {
    return JSON.readTree(post("/v1/chat/completions", body(fields)).body());
  }

  static String body(String fields) {
    return "{\"model\":\"%s\",\"temperature\":0,%s}".formatted(NAME, fields.strip());
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return send(path, body, BodyHandlers.ofString());
  }

  <T> HttpResponse<T> send(String path, String body, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + surface.port() + path))
            .timeout(Duration.ofMinutes(2))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, handler);
  }

  String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + surface.port() + path)).build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body();
  }

  /** The value of vLLM's gauge of running requests. */
  double running() throws IOException, InterruptedException {
    return get("/metrics")
        .lines()
        .filter(line -> line.startsWith("vllm:num_requests_running{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Override
  public void close() {
    vertx.close();
  }
}
