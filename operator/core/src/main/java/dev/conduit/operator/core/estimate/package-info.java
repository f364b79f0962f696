// SPDX-License-Identifier: Apache-2.0
/**
 * What an engine does with a GPU's memory when it serves a model: weights, KV cache and its tokens,
 * activations, graphs, the runtime's own, each stated with how sure it is. Takes what is known
 * before the start; there is no way to give it what was measured after.
 */
@NullMarked
package dev.conduit.operator.core.estimate;

import org.jspecify.annotations.NullMarked;
