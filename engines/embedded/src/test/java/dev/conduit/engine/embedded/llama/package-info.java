// SPDX-License-Identifier: Apache-2.0
/** Tests of the llama.cpp engine: its pure parts alone, the rest with the real model. */
@NullMarked
package dev.conduit.engine.embedded.llama;

import org.jspecify.annotations.NullMarked;
