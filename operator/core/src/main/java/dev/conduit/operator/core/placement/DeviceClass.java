// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.model.GpuSlice;
import dev.conduit.operator.core.observed.Device;
import dev.conduit.operator.core.observed.DeviceKind;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What groups of devices have in common that matters to how a workload can run on them: a cluster
 * has thousands of groups and a handful of classes, so ways to run are worked out for classes.
 *
 * @param type canonical name of the GPU or of its slice, or {@code cpu}
 * @param total bytes of the smallest device, which is what an engine over several is sized for
 * @param count devices on one node, at least one
 * @param simulated whether they are only pretended
 * @param besideGpus for processors, whether the node has GPUs too
 * @param spot whether the node can be taken away at any time
 * @param price of one device in millionths of a US dollar per hour; empty when it is not known
 */
record DeviceClass(
    DeviceKind kind,
    String type,
    Bytes total,
    int count,
    boolean simulated,
    boolean besideGpus,
    boolean spot,
    OptionalLong price) {

  /** The same with more or fewer devices on a node. */
  DeviceClass withCount(int devices) {
    return new DeviceClass(kind, type, total, devices, simulated, besideGpus, spot, price);
  }

  /** The same with devices of another size. */
  DeviceClass withTotal(Bytes bytes) {
    return new DeviceClass(kind, type, bytes, count, simulated, besideGpus, spot, price);
  }

  /** Whether nobody says now what they are and how much they have. */
  boolean isUnknown() {
    return type.equals(Device.UNNAMED) && total.equals(Bytes.ZERO);
  }

  /** The same as far as sizes depend on it. */
  DeviceClass shape() {
    return new DeviceClass(kind, type, total, count, false, false, false, OptionalLong.empty());
  }

  /** By what tells most classes apart: a plan looks them up some hundred thousand times. */
  @Override
  public int hashCode() {
    return 31 * type.hashCode() + count;
  }

  /** Its MIG profile; empty for what is whole. */
  Optional<String> profile() {
    return GpuSlice.profileOf(type);
  }
}
