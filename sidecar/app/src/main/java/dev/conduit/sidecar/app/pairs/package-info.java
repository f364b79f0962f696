// SPDX-License-Identifier: Apache-2.0
/** Answers of both tiers beside each other: what they say, and which is better. */
@NullMarked
package dev.conduit.sidecar.app.pairs;

import org.jspecify.annotations.NullMarked;
