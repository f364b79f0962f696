// SPDX-License-Identifier: Apache-2.0
/**
 * What the text of a request shows by itself: one pass over at most {@link
 * dev.conduit.sidecar.core.signal.TextReading#MAX_BYTES} bytes counts what routing goes by and
 * hashes its words.
 */
@NullMarked
package dev.conduit.sidecar.core.signal;

import org.jspecify.annotations.NullMarked;
