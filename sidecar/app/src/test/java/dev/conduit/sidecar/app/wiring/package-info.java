// SPDX-License-Identifier: Apache-2.0
/** The data plane on real sockets, in front of engines that behave badly on demand. */
@NullMarked
package dev.conduit.sidecar.app.wiring;

import org.jspecify.annotations.NullMarked;
