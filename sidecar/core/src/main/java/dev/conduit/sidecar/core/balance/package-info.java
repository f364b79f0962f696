// SPDX-License-Identifier: Apache-2.0
/**
 * Which of a target's endpoints gets the next request, and when one is healthy enough to get any.
 */
@NullMarked
package dev.conduit.sidecar.core.balance;

import org.jspecify.annotations.NullMarked;
