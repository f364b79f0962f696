// SPDX-License-Identifier: Apache-2.0
/**
 * Measures the planner's placement: that it never overcommits, how near it comes to an exact
 * solver, and how its time grows. Everything is random by a seed that is printed, so runs repeat.
 */
@NullMarked
package dev.conduit.bench.placement;

import org.jspecify.annotations.NullMarked;
