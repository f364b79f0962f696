// SPDX-License-Identifier: Apache-2.0
/** Puts the operator together and starts it. */
@NullMarked
package dev.conduit.operator.controller.wiring;

import org.jspecify.annotations.NullMarked;
