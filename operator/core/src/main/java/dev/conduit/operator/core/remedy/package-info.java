// SPDX-License-Identifier: Apache-2.0
/**
 * Single changes by which a block that does not fit would fit: what may be tried, in the order of
 * what it costs a user, and which of it is true.
 */
@NullMarked
package dev.conduit.operator.core.remedy;

import org.jspecify.annotations.NullMarked;
