// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.hub;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Where the hub is, and who asks.
 *
 * @param endpoint {@code https://huggingface.co} or a mirror of it, without a slash at its end
 * @param token of a user who may read gated models
 */
public record HubAccess(URI endpoint, Optional<String> token) {
  private static final String PUBLIC = "https://huggingface.co";

  public HubAccess {
    String text = endpoint.toString();
    endpoint = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : endpoint;
  }

  /**
   * As the hub's own programs take it: {@code HF_ENDPOINT}, {@code HF_TOKEN}.
   *
   * @throws IllegalArgumentException when {@code HF_ENDPOINT} is no URL; the message says so
   */
  public static HubAccess of(Map<String, String> environment) {
    String endpoint = environment.getOrDefault("HF_ENDPOINT", "");
    Optional<String> token =
        Optional.ofNullable(environment.get("HF_TOKEN"))
            .map(String::strip)
            .filter(value -> !value.isEmpty());
    return new HubAccess(url(endpoint.isBlank() ? PUBLIC : endpoint.strip()), token);
  }

  private static URI url(String text) {
    if (!text.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?")) {
      throw new IllegalArgumentException(
          "HF_ENDPOINT=\"%s\" is no URL of a hub; write it as %s".formatted(text, PUBLIC));
    }
    return URI.create(text);
  }

  /** The same for another user. */
  public HubAccess with(String other) {
    return new HubAccess(endpoint, Optional.of(other));
  }

  /** Whether a URL is the hub's own: only there the token may go. */
  boolean owns(URI url) {
    return endpoint.getScheme().equals(url.getScheme())
        && endpoint.getAuthority().equals(url.getAuthority());
  }

  /** Without the token. */
  @Override
  public String toString() {
    return endpoint + (token.isPresent() ? " with a token" : "");
  }
}
