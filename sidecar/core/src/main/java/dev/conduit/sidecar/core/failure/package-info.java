// SPDX-License-Identifier: Apache-2.0
/** All that can go wrong with a request, as values, and the one place that turns them into HTTP. */
@NullMarked
package dev.conduit.sidecar.core.failure;

import org.jspecify.annotations.NullMarked;
