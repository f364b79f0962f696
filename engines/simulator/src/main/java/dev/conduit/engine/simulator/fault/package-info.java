// SPDX-License-Identifier: Apache-2.0
/** Faults that somebody asks for: what they are, whom they hit, and the API that sets them. */
@NullMarked
package dev.conduit.engine.simulator.fault;

import org.jspecify.annotations.NullMarked;
