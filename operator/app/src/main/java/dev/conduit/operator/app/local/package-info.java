// SPDX-License-Identifier: Apache-2.0
/**
 * One session of local mode: gather, plan, apply, again at each change, until it is told to stop.
 * The planner is the one that plans a cluster; only the provider is of this machine.
 */
@NullMarked
package dev.conduit.operator.app.local;

import org.jspecify.annotations.NullMarked;
