// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.gather;

import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * This machine as a node. Looked at before any engine of ours runs, so that memory in use is
 * others'.
 */
public final class LocalMachine {
  private static final String NODE = "local";

  private LocalMachine() {}

  /** Its GPUs as the driver gives them, and the processors with the main memory. */
  public static Node look() throws InterruptedException {
    List<Device> devices = new ArrayList<>(new NvidiaSmi("nvidia-smi").devices());
    devices.add(HostMemory.device());
    return new Node(NODE, "", false, devices);
  }
}
