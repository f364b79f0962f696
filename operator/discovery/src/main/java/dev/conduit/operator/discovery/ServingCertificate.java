// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

/**
 * What a TLS server shows and signs with.
 *
 * @param chain PEM certificates, the server's own first
 * @param key PEM private key of the first (PKCS#8)
 */
public record ServingCertificate(String chain, String key) {
  /** Without the key. */
  @Override
  public String toString() {
    return "ServingCertificate[chain=" + chain + "]";
  }
}
