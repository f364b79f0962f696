// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.drive;

import dev.conduit.engine.simulator.gpu.DeviceLedger;
import dev.conduit.engine.simulator.gpu.DeviceMemory;
import java.io.IOException;
import java.util.List;

/**
 * The GPUs that an engine runs on, all of one kind. Without a ledger they are its own.
 *
 * @param count at least 1
 * @param totalBytes of each
 * @param ledgers one per GPU, or none
 */
public record Devices(int count, long totalBytes, List<DeviceLedger> ledgers) {

  public Devices {
    ledgers = List.copyOf(ledgers);
    if (count < 1 || !(ledgers.isEmpty() || ledgers.size() == count)) {
      throw new IllegalArgumentException("one ledger per GPU or none, were " + ledgers.size());
    }
  }

  /** What a GPU's memory looks like now. */
  public DeviceMemory memory(int device) throws IOException {
    long others = ledgers.isEmpty() ? 0 : ledgers.get(device).othersBytes();
    return new DeviceMemory(totalBytes, others);
  }

  /** Says that this engine holds so many bytes of each GPU. */
  public void charge(long bytes) throws IOException {
    for (DeviceLedger ledger : ledgers) {
      ledger.charge(bytes);
    }
  }
}
