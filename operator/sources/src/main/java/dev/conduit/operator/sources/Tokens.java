// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.api.v1alpha1.common.SecretKeyRef;
import java.util.Optional;

/** Where the tokens are that blocks name. */
@FunctionalInterface
public interface Tokens {
  /** None can be read. */
  Tokens NONE = (namespace, secret) -> Optional.empty();

  /** The token; empty when it is not there or may not be read. May block. */
  Optional<String> of(String namespace, SecretKeyRef secret);
}
