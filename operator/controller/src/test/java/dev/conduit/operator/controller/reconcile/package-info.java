// SPDX-License-Identifier: Apache-2.0
/** Tests of when controllers are called. */
@NullMarked
package dev.conduit.operator.controller.reconcile;

import org.jspecify.annotations.NullMarked;
