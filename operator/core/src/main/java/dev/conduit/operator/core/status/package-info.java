// SPDX-License-Identifier: Apache-2.0
/**
 * What resources say of themselves: conditions and figures, from facts and findings, in one place.
 */
@NullMarked
package dev.conduit.operator.core.status;

import org.jspecify.annotations.NullMarked;
