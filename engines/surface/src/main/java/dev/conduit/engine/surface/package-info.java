// SPDX-License-Identifier: Apache-2.0
/**
 * vLLM's HTTP surface, once, for both engines of our own. {@link dev.conduit.engine.surface.spi} is
 * what an engine implements; this package parses, validates, frames and accounts, so that an engine
 * only turns a prompt into tokens.
 */
@NullMarked
package dev.conduit.engine.surface;

import org.jspecify.annotations.NullMarked;
