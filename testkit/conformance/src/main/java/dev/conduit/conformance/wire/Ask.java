// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.wire;

import java.util.Objects;

/**
 * A request to an engine.
 *
 * @param path from the server's root, with a leading slash
 * @param body JSON as text, possibly broken on purpose; empty for none
 */
public record Ask(String method, String path, String body) {
  public Ask {
    Objects.requireNonNull(method, "method");
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("a path starts with a slash: " + path);
    }
  }

  public static Ask get(String path) {
    return new Ask("GET", path, "");
  }

  public static Ask post(String path, String body) {
    return new Ask("POST", path, body);
  }
}
