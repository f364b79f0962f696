// SPDX-License-Identifier: Apache-2.0
/**
 * What a GPU decides: how long a step takes, how much memory is left for the KV cache, and whether
 * an engine may start at all. Pure, but for {@link dev.conduit.engine.simulator.gpu.DeviceLedger},
 * through which simulators on one simulated GPU see each other.
 */
@NullMarked
package dev.conduit.engine.simulator.gpu;

import org.jspecify.annotations.NullMarked;
