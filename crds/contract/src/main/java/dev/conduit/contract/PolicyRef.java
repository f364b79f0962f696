// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The RoutingPolicy a snapshot was compiled from. */
public record PolicyRef(
    @JsonProperty(required = true) String namespace, @JsonProperty(required = true) String name) {

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
