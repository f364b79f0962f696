// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api.v1alpha1.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to run an engine that Conduit does not know. It must speak OpenAI's API. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CustomEngine(
    @Nullable
        @Size(max = 64)
        @JsonPropertyDescription(
            "Command to start, program first. Default: the image's own. {{port}} and {{model}} are replaced.")
        List<String> command,
    @Nullable
        @Min(1)
        @Max(65535)
        @Default("8000")
        @JsonPropertyDescription(
            "Port that it listens on in a cluster. In local mode the port is chosen and put in place of {{port}}.")
        Integer port,
    @Nullable
        @Size(min = 1, max = 256)
        @Pattern("^/.*$")
        @Default("/health")
        @JsonPropertyDescription("Path that answers 200 once it serves.")
        String healthPath,
    @Nullable
        @Size(min = 1, max = 256)
        @Pattern("^/.*$")
        @Default("/metrics")
        @JsonPropertyDescription("Path of its Prometheus metrics.")
        String metricsPath,
    @Nullable @Size(min = 1, max = 128) @JsonPropertyDescription("Metric of requests that run now.")
        String runningMetric,
    @Nullable @Size(min = 1, max = 128) @JsonPropertyDescription("Metric of requests that wait.")
        String waitingMetric) {

  public CustomEngine {
    command = command == null ? List.of() : List.copyOf(command);
  }
}
