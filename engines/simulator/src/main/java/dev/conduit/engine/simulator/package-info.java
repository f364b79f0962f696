// SPDX-License-Identifier: Apache-2.0
/**
 * A model server without a GPU that behaves like vLLM and says in every response that it is
 * simulated. {@code kv}, {@code batch} and {@code gpu} are the pure model of memory, batching and
 * time; {@code text} makes tokens; {@code fault} breaks things on purpose; this package drives the
 * model in real time behind the shared HTTP surface.
 */
@NullMarked
package dev.conduit.engine.simulator;

import org.jspecify.annotations.NullMarked;
