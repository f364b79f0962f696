// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance;

import dev.conduit.conformance.check.Check;
import dev.conduit.conformance.check.Exchange;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a sidecar adds to every answer that it forwards. Source: design, section 5. */
record SidecarHeaders() implements Check {
  private static final Set<String> NAMES =
      Set.of(
          "x-conduit-tier",
          "x-conduit-model",
          "x-conduit-endpoint",
          "x-conduit-reason",
          "x-conduit-attempts",
          "x-conduit-overhead-us",
          "x-conduit-policy-revision");

  @Override
  public List<String> differences(Exchange exchange) {
    TreeSet<String> missing = new TreeSet<>(NAMES);
    missing.removeAll(exchange.answer().headers().keySet());
    return missing.isEmpty() ? List.of() : List.of("headers missing: " + missing);
  }
}
