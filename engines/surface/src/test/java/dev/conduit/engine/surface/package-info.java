// SPDX-License-Identifier: Apache-2.0
/** Tests. */
@NullMarked
package dev.conduit.engine.surface;

import org.jspecify.annotations.NullMarked;
