// SPDX-License-Identifier: Apache-2.0
/** Tests of what decides on pairs. */
@NullMarked
package dev.conduit.sidecar.core.pair;

import org.jspecify.annotations.NullMarked;
