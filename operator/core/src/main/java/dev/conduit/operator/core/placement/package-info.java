// SPDX-License-Identifier: Apache-2.0
/**
 * Where engines go: the ledger of what each device holds, the ways a block could run on a node, and
 * the choice among them.
 */
@NullMarked
package dev.conduit.operator.core.placement;

import org.jspecify.annotations.NullMarked;
