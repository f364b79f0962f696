// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

/** Names one device of the inventory. */
public record Slot(String node, String device) {}
