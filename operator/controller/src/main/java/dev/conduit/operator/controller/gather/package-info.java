// SPDX-License-Identifier: Apache-2.0
/** Keeps what the cluster shows in memory and makes the planner's input and the plan of it. */
@NullMarked
package dev.conduit.operator.controller.gather;

import org.jspecify.annotations.NullMarked;
