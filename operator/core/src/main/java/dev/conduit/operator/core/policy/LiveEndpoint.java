// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.policy;

import java.net.URI;
import java.util.List;

/**
 * Something that answers for a block now.
 *
 * @param id of the instance
 * @param ready whether requests may be sent
 * @param servedNames that it answers for, which an engine of an older revision may lack
 */
public record LiveEndpoint(
    String id, URI url, boolean ready, String revision, List<String> servedNames) {
  public LiveEndpoint {
    servedNames = List.copyOf(servedNames);
  }
}
