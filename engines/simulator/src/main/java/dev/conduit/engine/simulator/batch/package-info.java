// SPDX-License-Identifier: Apache-2.0
/**
 * Continuous batching as vLLM's V1 scheduler does it: a budget of tokens per step, chunked prefill,
 * first come first served, preemption by recomputation. Pure: a step says what is computed, the
 * caller decides how long that takes and when it is over.
 */
@NullMarked
package dev.conduit.engine.simulator.batch;

import org.jspecify.annotations.NullMarked;
