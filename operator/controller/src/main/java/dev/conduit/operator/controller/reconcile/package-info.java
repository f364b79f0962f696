// SPDX-License-Identifier: Apache-2.0
/** The two controllers: gather, plan, apply, status. */
@NullMarked
package dev.conduit.operator.controller.reconcile;

import org.jspecify.annotations.NullMarked;
