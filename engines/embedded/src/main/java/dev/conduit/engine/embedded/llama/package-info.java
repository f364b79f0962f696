// SPDX-License-Identifier: Apache-2.0
/**
 * llama.cpp as an {@link dev.conduit.engine.surface.spi.Engine}. {@code LlamaBinding} alone knows
 * the JNI library, so that it can be swapped; everything else is slots, queue and bookkeeping.
 */
@NullMarked
package dev.conduit.engine.embedded.llama;

import org.jspecify.annotations.NullMarked;
