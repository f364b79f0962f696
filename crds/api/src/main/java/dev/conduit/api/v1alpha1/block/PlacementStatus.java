// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** On what one replica runs. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlacementStatus(
    @Required @JsonPropertyDescription("Number of the replica, from 0.") Integer replica,
    @Nullable @JsonPropertyDescription("Node that it is planned on.") String node,
    @Nullable @JsonPropertyDescription("GPU type, or cpu.") String gpu,
    @Nullable @JsonPropertyDescription("GPUs of the replica.") Integer count,
    @Nullable @JsonPropertyDescription("Devices on the node.") List<String> devices,
    @Nullable @JsonPropertyDescription("Tensor parallel degree.") Integer tensorParallel,
    @Nullable @JsonPropertyDescription("Pipeline parallel degree.") Integer pipelineParallel) {

  public PlacementStatus {
    devices = devices == null ? List.of() : List.copyOf(devices);
  }
}
