// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.ingress;

import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which headers pass a proxy.
 *
 * <p>Hop-by-hop headers never do (RFC 9110, 7.6.1). Towards an engine, the caller's credentials and
 * cookies don't either: they are for this application, not for a model server or a vendor; an
 * engine that wants a credential gets the target's own. {@code accept-encoding} stays here, so that
 * usage can be read from the answer's bytes.
 */
public final class Headers {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "content-length");
  private static final Set<String> NOT_UPSTREAM =
      Set.of(
          "host",
          "expect",
          "accept-encoding",
          "authorization",
          "cookie",
          "api-key",
          "x-api-key",
          "x-goog-api-key");

  private Headers() {}

  /** Copies a caller's headers for an engine. */
  public static void toEngine(MultiMap from, MultiMap to) {
    String named = connection(from);
    for (Map.Entry<String, String> header : from) {
      String name = lower(header.getKey());
      boolean stays =
          HOP_BY_HOP.contains(name)
              || NOT_UPSTREAM.contains(name)
              || name.startsWith("x-conduit-")
              || isNamed(named, name);
      if (!stays) {
        to.add(header.getKey(), header.getValue());
      }
    }
  }

  /** Copies an engine's headers for the caller. */
  public static void toCaller(MultiMap from, MultiMap to) {
    String named = connection(from);
    for (Map.Entry<String, String> header : from) {
      String name = lower(header.getKey());
      boolean stays =
          HOP_BY_HOP.contains(name) || name.startsWith("x-conduit-") || isNamed(named, name);
      if (!stays) {
        to.add(header.getKey(), header.getValue());
      }
    }
  }

  /** Headers that {@code connection} names are hop-by-hop too. */
  private static String connection(MultiMap headers) {
    String value = headers.get("connection");
    return value == null || "keep-alive".equals(value) || "close".equals(value) ? "" : lower(value);
  }

  private static boolean isNamed(String connection, String name) {
    if (connection.isEmpty()) {
      return false;
    }
    for (String one : connection.split(",", -1)) {
      if (one.strip().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static String lower(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 'A' && name.charAt(i) <= 'Z') {
        return name.toLowerCase(Locale.ROOT);
      }
    }
    return name;
  }
}
