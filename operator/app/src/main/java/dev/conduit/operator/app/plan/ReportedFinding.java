// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding in a {@link PlanReport}.
 *
 * @param severity {@code error}, {@code warning} or {@code info}
 * @param reason of a closed set, such as {@code InsufficientMemory}
 * @param source file and line of the object; left out for what a cluster holds
 * @param field that is meant, such as {@code spec.models[0].maxModelLen}
 * @param shortfalls by node; only of what does not fit
 * @param suggestions single changes of which each would make it fit; only of what does not fit
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReportedFinding(
    String severity,
    String reason,
    String kind,
    String namespace,
    String name,
    @Nullable String source,
    @Nullable String field,
    String message,
    @Nullable List<Missing> shortfalls,
    @Nullable List<String> suggestions) {

  /**
   * Why a node cannot take a replica, in bytes of each device.
   *
   * @param freeBytes that an engine could have of its device with most room
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Missing(
      String node,
      @Nullable String gpu,
      @Nullable Long freeBytes,
      @Nullable Long neededBytes,
      @Nullable Long shortfallBytes,
      @Nullable String message) {}
}
