// SPDX-License-Identifier: Apache-2.0
/**
 * The planner: from what was observed to what shall run, what the data planes shall know and what
 * users are told. A pure function of its arguments.
 */
@NullMarked
package dev.conduit.operator.core.plan;

import org.jspecify.annotations.NullMarked;
