// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.names;

import java.util.Optional;

/**
 * Names a device of a node: the extended resource that pods ask for and a number, such as {@code
 * nvidia.com/gpu/0}. The device plugin chooses the physical device; the number only counts.
 */
public record DeviceId(String resource, int index) {
  /** The processors and main memory of a node. */
  public static final String CPU = "cpu";

  /** Empty for the processors. */
  public static Optional<DeviceId> parse(String text) {
    int slash = text.lastIndexOf('/');
    return text.equals(CPU) || slash < 0
        ? Optional.empty()
        : Optional.of(
            new DeviceId(
                text.substring(0, slash), Integer.parseUnsignedInt(text.substring(slash + 1))));
  }

  @Override
  public String toString() {
    return resource + "/" + index;
  }
}
