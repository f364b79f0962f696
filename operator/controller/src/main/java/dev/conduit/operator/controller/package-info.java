// SPDX-License-Identifier: Apache-2.0
/**
 * The operator as a program: Java Operator SDK on Quarkus around the planner that local mode has.
 */
@NullMarked
package dev.conduit.operator.controller;

import org.jspecify.annotations.NullMarked;
