// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.contract.Bytes;

/**
 * What one engine holds of a device.
 *
 * @param owner the engine's id
 * @param exclusive whether it wants the device for itself
 * @param loadedFrom the round of the ledger from which on it has loaded
 */
record Charge(String owner, Bytes bytes, boolean exclusive, int loadedFrom) {}
