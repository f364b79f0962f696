// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Who asks a registry. Its text form does not say. */
record Login(String user, String password) {
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
