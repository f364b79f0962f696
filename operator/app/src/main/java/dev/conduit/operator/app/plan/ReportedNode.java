// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine in a {@link PlanReport}.
 *
 * @param zone left out when it is not known
 * @param simulated whether its GPUs are only pretended
 * @param usdPerHour of the whole machine, where it says so itself
 * @param devices GPUs, and the processors as one device
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReportedNode(
    String name,
    @Nullable String zone,
    boolean simulated,
    @Nullable Double usdPerHour,
    List<Memory> devices) {

  /**
   * One device.
   *
   * @param totalBytes as CUDA sees them; of processors, the main memory
   * @param usedByOthersBytes taken by what is not an engine of ours
   * @param plannedBytes charged to engines of this plan, those that stay included
   */
  record Memory(
      String id, String product, long totalBytes, long usedByOthersBytes, long plannedBytes) {}
}
