// SPDX-License-Identifier: Apache-2.0
/**
 * The operator's pure core. Packages flow one way: {@code observed} and {@code finding} at the
 * bottom, then {@code model}, {@code fit}, {@code engine}, {@code placement}, {@code policy},
 * {@code status}, and {@code plan} on top. No clock, no I/O, no randomness.
 */
@NullMarked
package dev.conduit.operator.core;

import org.jspecify.annotations.NullMarked;
