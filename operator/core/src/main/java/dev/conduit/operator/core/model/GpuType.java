// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.model;

import dev.conduit.contract.Bytes;
import java.util.List;

/**
 * A GPU type.
 *
 * @param name as users write it, such as {@code H100-80GB}
 * @param total bytes that CUDA or HIP reports, the least seen
 * @param driverNames prefixes of the names that drivers give it, upper case, letters and digits
 */
public record GpuType(String name, Bytes total, List<String> driverNames) {
  public GpuType {
    driverNames = List.copyOf(driverNames);
  }
}
