// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.conduit.engine.embedded.model.ModelUnavailable.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The few calls of the Hugging Face hub that a fetch needs. The token goes to the hub itself only,
 * never to the storage host that it redirects to.
 */
final class HubClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int MOST_REDIRECTS = 5;

  private final Access access;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * Where the hub is, and who asks.
   *
   * @param endpoint {@code https://huggingface.co} unless {@code HF_ENDPOINT} says otherwise
   * @param token of a user who may read gated models
   */
  record Access(URI endpoint, Optional<String> token) {}

  HubClient(Access access) {
    this.access = access;
  }

  URI endpoint() {
    return access.endpoint();
  }

  /** The one GGUF file of a repository that is meant when none is named. */
  String onlyGguf(ModelReference.HubFile model) throws ModelUnavailable, InterruptedException {
    URI url = at("/api/models/" + model.repository() + "/revision/" + model.revision());
    JsonNode body;
    try {
      HttpResponse<String> answer =
          http.send(request(url, true).GET().build(), BodyHandlers.ofString());
      refuse(model, answer.statusCode());
      body = new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw unreachable(model, e);
    }
    List<String> files =
        body.path("siblings")
            .valueStream()
            .map(file -> file.path("rfilename").asText())
            .filter(name -> name.endsWith(".gguf"))
            .sorted()
            .toList();
    List<String> preferred =
        files.stream().filter(n -> n.toUpperCase(Locale.ROOT).contains("Q4_K_M")).toList();
    if (files.size() == 1) {
      return files.getFirst();
    }
    if (preferred.size() == 1) {
      return preferred.getFirst();
    }
    throw new ModelUnavailable(
        Kind.NOT_FOUND,
        files.isEmpty()
            ? model + ": the repository has no GGUF file; name another one"
            : model + ": name one of its files: " + String.join(", ", files));
  }

  /** Size and SHA-256 that the hub states for a file. */
  Checksum checksum(ModelReference.HubFile model, String file)
      throws ModelUnavailable, InterruptedException {
    try {
      HttpResponse<Void> answer =
          http.send(
              request(url(model, file), true)
                  .method("HEAD", HttpRequest.BodyPublishers.noBody())
                  .build(),
              BodyHandlers.discarding());
      refuse(model, answer.statusCode());
      var headers = answer.headers();
      String etag =
          headers.firstValue("x-linked-etag").or(() -> headers.firstValue("etag")).orElse("");
      long bytes =
          headers
              .firstValueAsLong("x-linked-size")
              .orElse(headers.firstValueAsLong("content-length").orElse(0));
      String sha = etag.replace("\"", "").replace("W/", "");
      if (sha.length() != 64 || bytes <= 0) {
        throw new ModelUnavailable(
            Kind.CORRUPT, model + ": the hub states no checksum for it; it cannot be verified");
      }
      return new Checksum(bytes, sha);
    } catch (IOException e) {
      throw unreachable(model, e);
    }
  }

  /** The file's bytes from {@code offset} on. The caller closes the stream. */
  HttpResponse<InputStream> open(ModelReference.HubFile model, String file, long offset)
      throws IOException, ModelUnavailable, InterruptedException {
    URI url = url(model, file);
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      boolean own =
          url.getHost().equals(endpoint().getHost()) && url.getPort() == endpoint().getPort();
      HttpRequest.Builder request = request(url, own).GET();
      if (offset > 0) {
        request.header("range", "bytes=" + offset + "-");
      }
      HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
      int status = answer.statusCode();
      if (status < 300 || status == 416) {
        return answer;
      }
      answer.body().close();
      refuse(model, status);
      Optional<String> location = answer.headers().firstValue("location");
      if (location.isEmpty()) {
        throw new IOException("redirect without a location");
      }
      url = url.resolve(location.get());
    }
    throw new IOException("more than " + MOST_REDIRECTS + " redirects");
  }

  private HttpRequest.Builder request(URI url, boolean withToken) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).timeout(ANSWER).header("user-agent", "conduit");
    if (withToken) {
      access.token().ifPresent(value -> request.header("authorization", "Bearer " + value));
    }
    return request;
  }

  private URI url(ModelReference.HubFile model, String file) {
    return at("/" + model.repository() + "/resolve/" + model.revision() + "/" + file);
  }

  private URI at(String path) {
    String base = endpoint().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  private void refuse(ModelReference.HubFile model, int status) throws ModelUnavailable {
    switch (status) {
      case 401, 403 ->
          throw new ModelUnavailable(
              Kind.UNAUTHORIZED,
              access.token().isPresent()
                  ? model + ": the hub refuses the token; accept the model's terms or use another"
                  : model + ": the hub asks for a token; set HF_TOKEN");
      case 404 ->
          throw new ModelUnavailable(
              Kind.NOT_FOUND, model + ": no such repository, revision or file on " + endpoint());
      default -> {
        if (status >= 400) {
          throw new ModelUnavailable(
              Kind.NETWORK, "%s: %s answered %d; try again".formatted(model, endpoint(), status));
        }
      }
    }
  }

  private ModelUnavailable unreachable(ModelReference.HubFile model, IOException cause) {
    return new ModelUnavailable(
        Kind.NETWORK,
        "%s: cannot reach %s; check the network or set HF_ENDPOINT".formatted(model, endpoint()),
        cause);
  }
}
