// SPDX-License-Identifier: Apache-2.0
/** The caller's side: reads bodies within limits, and writes the answers that no engine gives. */
@NullMarked
package dev.conduit.sidecar.app.ingress;

import org.jspecify.annotations.NullMarked;
