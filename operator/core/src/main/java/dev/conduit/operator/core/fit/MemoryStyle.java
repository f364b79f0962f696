// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.fit;

/** How an engine takes memory. */
public enum MemoryStyle {
  /** Takes a share of each device when it starts; the KV cache gets what weights leave of it. */
  POOL,
  /** Takes weights and a KV cache of a size that its arguments say. */
  EXACT,
  /** Unknown to us: it gets its devices whole. */
  OPAQUE
}
