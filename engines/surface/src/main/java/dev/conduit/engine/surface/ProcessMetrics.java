// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.metrics.Exposition;
import dev.conduit.engine.surface.metrics.Metric;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The {@code process_} families, from {@code /proc} where there is one; those unknown are left out.
 */
final class ProcessMetrics {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long KIB = 1024;

  void print(Exposition out) {
    print(out, "process_virtual_memory_bytes", "Virtual memory size in bytes.", "VmSize:");
    print(out, "process_resident_memory_bytes", "Resident memory size in bytes.", "VmRSS:");
    out.family(
            "process_start_time_seconds",
            "Start time of the process since unix epoch in seconds.",
            Metric.Type.GAUGE)
        .sample(
            "process_start_time_seconds",
            "",
            ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
    ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .ifPresent(
            cpu ->
                out.family(
                        "process_cpu_seconds_total",
                        "Total user and system CPU time spent in seconds.",
                        Metric.Type.COUNTER)
                    .sample("process_cpu_seconds_total", "", cpu.toNanos() / 1e9));
  }

  private static void print(Exposition out, String name, String help, String key) {
    status(key).forEach(bytes -> out.family(name, help, Metric.Type.GAUGE).sample(name, "", bytes));
  }

  /** One value or none. Reading procfs does not block: it is memory. */
  private static List<Long> status(String key) {
    if (!Files.isReadable(STATUS)) {
      return List.of();
    }
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
          .toList();
    } catch (IOException e) {
      // A system without procfs has no such figures: the families are left out.
      return List.of();
    }
  }
}
