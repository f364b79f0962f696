// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.checkpoint.wire.StoreFailure;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an artefact or image is made of.
 *
 * <p>Source: the OCI image specification 1.1, Docker's manifest version 2.
 *
 * @param digest of the manifest as it came
 * @param layers lowest first
 * @param images of an index, best first; empty for an image
 */
public record Manifest(String digest, List<Layer> layers, List<String> images) {
  static final List<String> KINDS =
      List.of(
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST_LAYERS = 4096;
  private static final String DIGEST = "sha256:[0-9a-f]{64}";

  public Manifest {
    layers = List.copyOf(layers);
    images = List.copyOf(images);
  }

  /**
   * @param digest that it must have; empty text where a tag was asked for
   */
  static Manifest parse(ImageReference image, byte[] body, String digest) throws StoreFailure {
    String own = "sha256:" + sha256(body);
    if (!digest.isEmpty() && !digest.equals(own)) {
      throw broken(image, "a manifest with another digest than " + digest);
    }
    try {
      JsonNode read = JSON.readTree(body);
      if (!read.path("layers").isArray() && !read.path("manifests").isArray()) {
        throw broken(image, "no manifest of version 2 for " + image);
      }
      return new Manifest(own, layers(image, read.path("layers")), images(read.path("manifests")));
    } catch (StoreFailure e) {
      throw e;
    } catch (IOException e) {
      throw broken(image, "no JSON for " + image);
    }
  }

  /** The image that an index is asked for. */
  Optional<String> chosen() {
    return images.stream().findFirst();
  }

  /** The same, known by the digest of the index that named it. */
  Manifest under(String index) {
    return new Manifest(index, layers, List.of());
  }

  private static List<Layer> layers(ImageReference image, JsonNode list) throws StoreFailure {
    if (list.size() > MOST_LAYERS) {
      throw broken(image, "a manifest of more than %d layers".formatted(MOST_LAYERS));
    }
    List<Layer> layers = new ArrayList<>();
    for (JsonNode each : list) {
      String digest = each.path("digest").asText("");
      if (!digest.matches(DIGEST)) {
        throw broken(image, "a layer whose digest is no sha256");
      }
      Map<String, String> annotations = new HashMap<>();
      each.path("annotations")
          .properties()
          .forEach(entry -> annotations.put(entry.getKey(), entry.getValue().asText("")));
      layers.add(
          new Layer(
              each.path("mediaType").asText(""),
              digest,
              Math.max(0, each.path("size").asLong(0)),
              annotations));
    }
    return layers;
  }

  /** Of Linux on amd64, of any, then those without a platform; no attestations. */
  private static List<String> images(JsonNode list) {
    List<String> best = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (JsonNode each : list) {
      String system = each.path("platform").path("os").asText("");
      String machine = each.path("platform").path("architecture").asText("");
      String digest = each.path("digest").asText("");
      if (digest.matches(DIGEST) && !system.equals("unknown")) {
        (system.equals("linux") && machine.equals("amd64") ? best : others).add(digest);
      }
    }
    best.addAll(others);
    return best;
  }

  private static StoreFailure broken(ImageReference image, String what) {
    return new StoreFailure(
        StoreFailure.Kind.BROKEN, "%s answered %s".formatted(image.registry(), what));
  }

  private static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
