// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.observed;

/** What a device computes with. */
public enum DeviceKind {
  /** An accelerator with memory of its own. */
  GPU,
  /** The processors of a node with its main memory, as one device. */
  CPU
}
