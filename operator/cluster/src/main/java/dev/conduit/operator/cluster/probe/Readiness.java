// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The rule for a truthful ready: the health path answers 200, the engine lists its models, and a
 * one-token probe of each passed. Safe for use by several threads.
 */
public final class Readiness implements AutoCloseable {
  private static final Duration QUICK = Duration.ofSeconds(2);
  private static final Duration PROBE = Duration.ofSeconds(60);

  private final ObjectMapper mapper = JsonMapper.builder().build();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /** What a check found. */
  public sealed interface Check {
    record Ready() implements Check {}

    /** Not yet; the note says how far. */
    record NotYet(String note) implements Check {}

    /** The engine says that it will not serve. */
    record Hopeless(String reason) implements Check {}
  }

  /** The health path alone. */
  public Check health(URI base, String path) throws InterruptedException {
    try {
      HttpResponse<String> response = get(base, path);
      return response.statusCode() == 200 ? new Check.Ready() : unhealthy(response);
    } catch (IOException e) {
      return new Check.NotYet("does not answer yet");
    }
  }

  /** The whole rule. */
  public Check full(URI base, String path, List<String> models) throws InterruptedException {
    Check health = health(base, path);
    if (!(health instanceof Check.Ready)) {
      return health;
    }
    try {
      Set<String> listed = listed(base);
      for (String model : models) {
        if (!listed.contains(model)) {
          return new Check.NotYet("does not list \"" + model + "\" yet; it lists " + listed);
        }
        Check probe = probe(base, model);
        if (!(probe instanceof Check.Ready)) {
          return probe;
        }
      }
      return new Check.Ready();
    } catch (IOException e) {
      return new Check.NotYet("stopped answering while it was probed");
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private Check unhealthy(HttpResponse<String> response) {
    JsonNode body = json(response.body());
    if (body.path("status").asText("").equals("failed")) {
      return new Check.Hopeless(body.path("reason").asText(body.path("detail").asText("failed")));
    }
    String phase = body.path("phase").asText("");
    if (phase.isEmpty()) {
      return new Check.NotYet("health answers " + response.statusCode());
    }
    double progress = body.path("progress").asDouble(-1);
    String percent = progress < 0 ? "" : String.format(Locale.ROOT, " %.0f%%", progress * 100);
    String detail = body.path("detail").asText("");
    return new Check.NotYet(phase + percent + (detail.isEmpty() ? "" : ": " + detail));
  }

  private Set<String> listed(URI base) throws IOException, InterruptedException {
    Set<String> names = new HashSet<>();
    for (JsonNode model : json(get(base, "/v1/models").body()).path("data")) {
      names.add(model.path("id").asText());
    }
    return names;
  }

  // Not every engine serves every API: an embedding model has no completions.
  private Check probe(URI base, String model) throws IOException, InterruptedException {
    String name = mapper.writeValueAsString(model);
    int status =
        post(base, "/v1/completions", "{\"model\":%s,\"prompt\":\"a\",\"max_tokens\":1}", name);
    if (status != 200) {
      status =
          post(
              base,
              "/v1/chat/completions",
              "{\"model\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"max_tokens\":1}",
              name);
    }
    if (status != 200) {
      status = post(base, "/v1/embeddings", "{\"model\":%s,\"input\":\"a\"}", name);
    }
    return status == 200
        ? new Check.Ready()
        : new Check.NotYet("a one-token probe of \"" + model + "\" was answered " + status);
  }

  private HttpResponse<String> get(URI base, String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(base + path)).timeout(QUICK).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private int post(URI base, String path, String template, String model)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(PROBE)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(template.replace("%s", model)))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private JsonNode json(String text) {
    try {
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      // Other engines answer their health check with any text, which then says nothing more.
      return mapper.createObjectNode();
    }
  }
}
