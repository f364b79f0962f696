// SPDX-License-Identifier: Apache-2.0
/** What a request cost, read from the bytes that pass by. */
@NullMarked
package dev.conduit.sidecar.core.meter;

import org.jspecify.annotations.NullMarked;
