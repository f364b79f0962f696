// SPDX-License-Identifier: Apache-2.0
/**
 * The operator's adapters: what reads the world, runs the pure planner on it and applies the plan.
 * Here for one machine; the packages below have one paragraph each.
 */
@NullMarked
package dev.conduit.operator.app;

import org.jspecify.annotations.NullMarked;
