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
  private static final String WRONG =
      "%s holds a space, a line break or a character that is not ASCII, which no token does; copy it again";

  /**
   * @throws IllegalArgumentException when the token is none; the message does not hold it
   */
  public HubAccess {
    if (token.isPresent() && !isToken(token.get())) {
      throw new IllegalArgumentException(WRONG.formatted("the hub's token"));
    }
    String text = endpoint.toString();
    endpoint = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : endpoint;
  }

  /**
   * As the hub's own programs take it: {@code HF_ENDPOINT}, {@code HF_TOKEN}.
   *
   * @throws IllegalArgumentException when {@code HF_ENDPOINT} is no URL or {@code HF_TOKEN} no
   *     token; the message says so, without the token
   */
  public static HubAccess of(Map<String, String> environment) {
    String endpoint = environment.getOrDefault("HF_ENDPOINT", "");
    Optional<String> token =
        Optional.ofNullable(environment.get("HF_TOKEN"))
            .map(String::strip)
            .filter(value -> !value.isEmpty());
    if (token.isPresent() && !isToken(token.get())) {
      throw new IllegalArgumentException(WRONG.formatted("HF_TOKEN"));
    }
    return new HubAccess(url(endpoint.isBlank() ? PUBLIC : endpoint.strip()), token);
  }

  private static URI url(String text) {
    if (text.matches("[^/]*//[^/]*@.*")) { // it would stand in messages
      throw new IllegalArgumentException(
          "HF_ENDPOINT has a user or password in it, which is not sent; set HF_TOKEN instead");
    }
    if (!text.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?")) {
      throw new IllegalArgumentException(
          "HF_ENDPOINT=\"%s\" is no URL of a hub; write it as %s".formatted(text, PUBLIC));
    }
    return URI.create(text);
  }

  /** Whether a text can stand in a header: visible ASCII only. */
  public static boolean isToken(String text) {
    return text.matches("[!-~]+");
  }

  /**
   * The same for another user.
   *
   * @throws IllegalArgumentException when it is no token; the message does not hold it
   */
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
