// SPDX-License-Identifier: Apache-2.0
/** Placeholder paragraph. */
@NullMarked
package dev.conduit.engine.simulator;

import org.jspecify.annotations.NullMarked;
