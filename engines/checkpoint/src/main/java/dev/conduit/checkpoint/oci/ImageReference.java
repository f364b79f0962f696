// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which artefact or image of which registry.
 *
 * <p>Source: the OCI distribution specification for names, tags and digests; a first part without
 * dot, colon or {@code localhost} is of Docker Hub, as in all container tools.
 *
 * @param registry host and port
 * @param repository within it
 * @param tag where no digest is given
 * @param digest {@code sha256:} and 64 digits; it goes before a tag
 */
public record ImageReference(
    String registry, String repository, String tag, Optional<String> digest) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "([^/@]+)/([a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::(\\w[\\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?");
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9a-fA-F:]+\\])(?::\\d{1,5})?");
  private static final String DOCKER_HUB = "docker.io";
  private static final int LAST_PORT = 65_535;

  /**
   * @param text without {@code oci://}
   * @return empty when it is none
   */
  public static Optional<ImageReference> parse(String text) {
    String first = text.contains("/") ? text.substring(0, text.indexOf('/')) : "";
    boolean hosted = first.matches(".*[.:].*|localhost");
    String full = hosted ? text : DOCKER_HUB + "/" + (first.isEmpty() ? "library/" : "") + text;
    Matcher parts = SHAPE.matcher(full);
    return parts.matches() && isHost(parts.group(1))
        ? Optional.of(
            new ImageReference(
                parts.group(1),
                parts.group(2),
                Optional.ofNullable(parts.group(3)).orElse("latest"),
                Optional.ofNullable(parts.group(4))))
        : Optional.empty();
  }

  /** Whether a request can be made to it: {@code ghcr..io} and {@code 1.2.3} are no hosts. */
  private static boolean isHost(String name) {
    if (!HOST.matcher(name).matches()) {
      return false;
    }
    try {
      URI url = new URI("https://" + name);
      return url.getHost() != null && url.getPort() <= LAST_PORT;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** What the registry is asked for. */
  String version() {
    return digest.orElse(tag);
  }

  /** Where a container runtime finds the same. */
  @Override
  public String toString() {
    return registry + "/" + repository + digest.map(one -> "@" + one).orElse(":" + tag);
  }
}
