// SPDX-License-Identifier: Apache-2.0
/**
 * How much memory a model takes on a device, and whether it fits: weights, KV cache, activations
 * and the runtime's own, each with its share in the answer.
 */
@NullMarked
package dev.conduit.operator.core.fit;

import org.jspecify.annotations.NullMarked;
