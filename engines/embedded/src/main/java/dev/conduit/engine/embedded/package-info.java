// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded engine: llama.cpp in the JVM behind vLLM's HTTP surface, with a real small model on
 * a CPU. {@code model} brings the file, {@code llama} is the only place that knows the binding,
 * this package is the command line that puts them together.
 */
@NullMarked
package dev.conduit.engine.embedded;

import org.jspecify.annotations.NullMarked;
