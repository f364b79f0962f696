// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What is up.
 *
 * @param ready whether every part that the manifests ask for is ready
 * @param policy name
 * @param instances in order of name
 * @param problems of the folder's last edit or of the plan; empty when all is well
 */
public record Status(
    @JsonProperty(required = true) boolean ready,
    @JsonProperty(required = true) String policy,
    List<InstanceStatus> instances,
    List<String> problems) {
  public Status {
    instances = instances == null ? List.of() : List.copyOf(instances);
    problems = problems == null ? List.of() : List.copyOf(problems);
  }
}
