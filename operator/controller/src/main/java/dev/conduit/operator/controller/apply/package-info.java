// SPDX-License-Identifier: Apache-2.0
/** Writes what a plan wants to the cluster, and takes away what it does not want any more. */
@NullMarked
package dev.conduit.operator.controller.apply;

import org.jspecify.annotations.NullMarked;
