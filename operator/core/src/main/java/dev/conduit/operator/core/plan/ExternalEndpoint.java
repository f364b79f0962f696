// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.plan;

import dev.conduit.contract.Credential;
import dev.conduit.contract.Dialect;
import dev.conduit.operator.core.observed.ObjectRef;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A hosted API that a block stands for. Nothing is started for it.
 *
 * @param url without {@code /v1}
 * @param credential where the data plane finds the key; empty where none is needed
 */
public record ExternalEndpoint(
    ObjectRef block,
    URI url,
    Dialect dialect,
    Optional<Credential> credential,
    List<String> servedNames) {
  public ExternalEndpoint {
    servedNames = List.copyOf(servedNames);
  }
}
