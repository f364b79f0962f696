// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import dev.conduit.operator.core.finding.Reason;
import java.net.URI;
import java.net.URISyntaxException;

/** URLs that policies name. */
final class WebAddress {
  private static final int LAST_PORT = 65_535;

  private WebAddress() {}

  /** The URL; refused, naming the field, where nothing could be reached by it. */
  static URI of(String url, String field, Findings findings) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null && uri.getPort() <= LAST_PORT) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    findings.refused(
        Reason.INVALID_VALUE, field, "\"%s\" is not http(s)://host[:port][/path]".formatted(url));
    return URI.create("http://invalid");
  }
}
