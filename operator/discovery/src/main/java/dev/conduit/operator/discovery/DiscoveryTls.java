// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import java.util.Map;
import java.util.Set;

/**
 * All that TLS of the discovery stream needs, as PEM.
 *
 * @param trusted certificates of the CA, the one that signs now first: sidecars get these
 * @param authorityKey of the first of them (PKCS#8)
 * @param serving what the server shows
 */
public record DiscoveryTls(String trusted, String authorityKey, ServingCertificate serving) {
  /** Entry of the Secret, and of each policy's ConfigMap, with {@link #trusted}. */
  public static final String CA = "ca.crt";

  static final String CA_KEY = "ca.key";
  static final String CHAIN = "tls.crt";
  static final String KEY = "tls.key";
  static final Set<String> ENTRIES = Set.of(CA, CA_KEY, CHAIN, KEY);

  /** The Secret's entries, as text, not as base64. */
  public Map<String, String> entries() {
    return Map.of(CA, trusted, CA_KEY, authorityKey, CHAIN, serving.chain(), KEY, serving.key());
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "DiscoveryTls[trusted=" + trusted + "]";
  }
}
