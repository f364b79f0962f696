// SPDX-License-Identifier: Apache-2.0
package dev.conduit.gpuprobe;

import dev.conduit.contract.GpuMemory;
import java.util.List;

/** What one look at the driver found. */
sealed interface Found {
  /**
   * Devices that the process may see.
   *
   * @param shared names of those whose memory is the processors' too; a size says little of them
   */
  record Devices(List<GpuMemory.Device> devices, List<String> shared) implements Found {
    public Devices {
      devices = List.copyOf(devices);
      shared = List.copyOf(shared);
    }
  }

  /** There is no driver, or it refuses; in words. */
  record Nothing(String why) implements Found {}
}
