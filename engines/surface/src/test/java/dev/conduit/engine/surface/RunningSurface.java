// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A surface on a real socket in front of a {@link ScriptedEngine}, and a client for it. */
final class RunningSurface implements AutoCloseable {

  final ScriptedEngine engine = new ScriptedEngine();
  final Surface surface;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();

  RunningSurface() {
    this(Interceptor.NONE, SurfaceOptions.DEFAULT_MAX_BODY_BYTES);
  }

  RunningSurface(Interceptor interceptor, long maxBodyBytes) {
    SurfaceMetrics metrics = new SurfaceMetrics("tiny");
    this.surface =
        await(
            Surface.start(
                vertx,
                engine,
                metrics,
                interceptor,
                new SurfaceOptions("127.0.0.1", 0, maxBodyBytes)));
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET());
  }

  HttpResponse<String> post(String path, String body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> postBytes(String path, byte[] body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(body)));
  }

  /** The data of each event. */
  List<String> events(String path, String body) {
    return Arrays.stream(post(path, body).body().split("\n\n"))
        .map(event -> event.substring("data: ".length()))
        .toList();
  }

  static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + surface.port() + path);
  }

  static <T> T await(io.vertx.core.Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    await(vertx.close());
  }
}
