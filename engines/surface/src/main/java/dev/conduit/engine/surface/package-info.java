// SPDX-License-Identifier: Apache-2.0
/** Placeholder paragraph. */
@NullMarked
package dev.conduit.engine.surface;

import org.jspecify.annotations.NullMarked;
