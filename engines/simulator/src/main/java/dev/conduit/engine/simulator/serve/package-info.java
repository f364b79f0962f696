// SPDX-License-Identifier: Apache-2.0
/** The simulator as an engine behind the shared HTTP surface. */
@NullMarked
package dev.conduit.engine.simulator.serve;

import org.jspecify.annotations.NullMarked;
