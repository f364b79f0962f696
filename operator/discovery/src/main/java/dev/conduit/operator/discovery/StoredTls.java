// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import java.util.Map;

/** What the Secret holds so far. */
public sealed interface StoredTls {
  /** Nothing, or not all. */
  record None() implements StoredTls {}

  /** All four entries. */
  record Some(DiscoveryTls tls) implements StoredTls {}

  /**
   * Reads a Secret's entries.
   *
   * @param entries as text, not as base64
   */
  static StoredTls of(Map<String, String> entries) {
    if (!entries.keySet().containsAll(DiscoveryTls.ENTRIES)) {
      return new None();
    }
    return new Some(
        new DiscoveryTls(
            entries.getOrDefault(DiscoveryTls.CA, ""),
            entries.getOrDefault(DiscoveryTls.CA_KEY, ""),
            new ServingCertificate(
                entries.getOrDefault(DiscoveryTls.CHAIN, ""),
                entries.getOrDefault(DiscoveryTls.KEY, ""))));
  }
}
