// SPDX-License-Identifier: Apache-2.0
/**
 * The paged KV cache: blocks with reference counts, found again by a chained hash of their tokens
 * and evicted least recently used first, as vLLM's block pool does it. Pure: no clock, no I/O.
 */
@NullMarked
package dev.conduit.engine.simulator.kv;

import org.jspecify.annotations.NullMarked;
