// SPDX-License-Identifier: Apache-2.0
/**
 * Which requests are answered by both tiers to learn from, how many may be, and why one is not.
 * Source: decision 0027.
 */
@NullMarked
package dev.conduit.sidecar.core.pair;

import org.jspecify.annotations.NullMarked;
