// SPDX-License-Identifier: Apache-2.0
/** Tests of the stream's client end without a stream; with one they are in testkit/discovery. */
@NullMarked
package dev.conduit.sidecar.app.discovery;

import org.jspecify.annotations.NullMarked;
