// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import dev.conduit.contract.Credential;
import dev.conduit.contract.Dialect;
import dev.conduit.operator.core.observed.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * A block as policies see it.
 *
 * @param healthPath that tells whether an endpoint is well
 * @param endpoints by id; empty while nothing runs
 */
public record ServedBlock(
    ObjectRef ref,
    boolean simulated,
    Dialect dialect,
    Optional<Credential> credential,
    String healthPath,
    List<ServedModel> models,
    List<LiveEndpoint> endpoints) {
  public ServedBlock {
    models = List.copyOf(models);
    endpoints = List.copyOf(endpoints);
  }
}
