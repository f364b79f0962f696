// SPDX-License-Identifier: Apache-2.0
/** Whether a request may enter at all: something to route by, room, and no shutdown under way. */
@NullMarked
package dev.conduit.sidecar.core.admit;

import org.jspecify.annotations.NullMarked;
