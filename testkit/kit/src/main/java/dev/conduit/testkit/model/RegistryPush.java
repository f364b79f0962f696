// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Pushes artefacts to a registry by its HTTP API, a real one or {@link RegistryServer}.
 *
 * @param registry its URL
 * @param authorization header; empty for none
 */
public record RegistryPush(URI registry, String authorization) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  /** Pushes an artefact; returns its digest. */
  public String artefact(String repository, String tag, List<Blob> layers) {
    Blob config = new Blob("application/vnd.oci.empty.v1+json", utf8("{}"), java.util.Map.of());
    ObjectNode manifest =
        JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MANIFEST);
    manifest.set("config", described(repository, config));
    ArrayNode list = manifest.putArray("layers");
    layers.forEach(layer -> list.add(described(repository, layer)));
    return manifest(repository, tag, MANIFEST, utf8(manifest.toString()));
  }

  /** Pushes an index of one image for Linux after one attestation; returns its digest. */
  public String index(String repository, String tag, String image) {
    String text =
        """
        {"schemaVersion": 2, "mediaType": "%s", "manifests": [
          {"mediaType": "%s", "digest": "%s", "size": 1,
           "platform": {"os": "unknown", "architecture": "unknown"}},
          {"mediaType": "%s", "digest": "%s", "size": 1,
           "platform": {"os": "linux", "architecture": "amd64"}}]}
        """
            .formatted(INDEX, MANIFEST, image, MANIFEST, image);
    return manifest(repository, tag, INDEX, utf8(text));
  }

  private ObjectNode described(String repository, Blob blob) {
    HttpResponse<String> started =
        send("POST", registry.resolve("/v2/%s/blobs/uploads/".formatted(repository)), "", utf8(""));
    String location = started.headers().firstValue("location").orElseThrow();
    String mark = location.contains("?") ? "&" : "?";
    send(
        "PUT",
        registry.resolve(location + mark + "digest=" + blob.digest()),
        "application/octet-stream",
        blob.bytes());
    ObjectNode entry =
        JSON.createObjectNode()
            .put("mediaType", blob.type())
            .put("digest", blob.digest())
            .put("size", blob.bytes().length);
    ObjectNode annotations = entry.putObject("annotations");
    blob.annotations().forEach(annotations::put);
    return entry;
  }

  private String manifest(String repository, String tag, String type, byte[] body) {
    send("PUT", registry.resolve("/v2/%s/manifests/%s".formatted(repository, tag)), type, body);
    return Blob.digest(body);
  }

  private HttpResponse<String> send(String method, URI url, String type, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).method(method, BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("content-type", type);
    }
    if (!authorization.isEmpty()) {
      request.header("authorization", authorization);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(
            "%s %s: %d %s".formatted(method, url, answer.statusCode(), answer.body()));
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
