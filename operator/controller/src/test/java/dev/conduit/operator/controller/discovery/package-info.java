// SPDX-License-Identifier: Apache-2.0
/** Tests of what the operator makes of those who follow it. */
@NullMarked
package dev.conduit.operator.controller.discovery;

import org.jspecify.annotations.NullMarked;
