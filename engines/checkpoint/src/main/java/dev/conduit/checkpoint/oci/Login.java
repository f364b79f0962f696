// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Who asks a registry. Its text form does not say.
 *
 * @param password empty where there is an identity alone
 * @param identity the token of {@code docker login} that stands for both where a registry gives
 *     tokens; empty for none
 */
record Login(String user, String password, String identity) {
  boolean hasPassword() {
    return !user.isEmpty() && !password.isEmpty();
  }

  boolean hasIdentity() {
    return !identity.isEmpty();
  }

  String basic() {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "a login";
  }
}
