// SPDX-License-Identifier: Apache-2.0
/** How well the classifier routes, beside chance, length and an oracle. */
@NullMarked
package dev.conduit.bench.routing;

import org.jspecify.annotations.NullMarked;
