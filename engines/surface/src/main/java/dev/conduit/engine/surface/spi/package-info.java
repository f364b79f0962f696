// SPDX-License-Identifier: Apache-2.0
/**
 * What an engine gives the surface, as values and five small interfaces. An {@link
 * dev.conduit.engine.surface.spi.Engine} says what it serves and how it is, turns messages into
 * prompts and prompts into tokens. It never sees HTTP; what only some engines can do (sleep,
 * adapters, embeddings) is an interface of its own.
 */
@NullMarked
package dev.conduit.engine.surface.spi;

import org.jspecify.annotations.NullMarked;
