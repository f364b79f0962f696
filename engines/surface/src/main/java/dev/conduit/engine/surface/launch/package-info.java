// SPDX-License-Identifier: Apache-2.0
/**
 * The life of an engine process, once for both engines: options, binding, draining on SIGTERM, the
 * end of the parent.
 */
@NullMarked
package dev.conduit.engine.surface.launch;

import org.jspecify.annotations.NullMarked;
