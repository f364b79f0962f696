// SPDX-License-Identifier: Apache-2.0
/**
 * Where the parts meet: the request path, one stage a line, and the start and end of the process.
 */
@NullMarked
package dev.conduit.sidecar.app.wiring;

import org.jspecify.annotations.NullMarked;
