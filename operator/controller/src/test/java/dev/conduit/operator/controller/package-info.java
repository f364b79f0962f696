// SPDX-License-Identifier: Apache-2.0
/** What a cluster shows as the planner's input, and what the planner wants as its objects. */
@NullMarked
package dev.conduit.operator.controller;

import org.jspecify.annotations.NullMarked;
