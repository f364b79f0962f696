// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An InferenceBlock in a {@link PlanReport}.
 *
 * @param replicasWanted 0 for a hosted API
 * @param replicasPlanned engines that shall run now
 * @param gpu type and number for each replica, such as {@code 2 x H100-80GB}
 * @param usdPerHour of all its replicas
 * @param reason why it does not run as written, such as {@code InsufficientMemory}
 * @param suggestions single changes of which each would make it fit, cheapest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReportedBlock(
    String namespace,
    String name,
    boolean fits,
    int replicasWanted,
    int replicasPlanned,
    @Nullable String gpu,
    @Nullable Double usdPerHour,
    @Nullable String reason,
    List<String> suggestions) {

  boolean isSame(ReportedBlock other) {
    return namespace.equals(other.namespace) && name.equals(other.name);
  }
}
