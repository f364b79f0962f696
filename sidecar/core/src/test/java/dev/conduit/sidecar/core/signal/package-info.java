// SPDX-License-Identifier: Apache-2.0
/** Tests of the signals. */
@NullMarked
package dev.conduit.sidecar.core.signal;

import org.jspecify.annotations.NullMarked;
