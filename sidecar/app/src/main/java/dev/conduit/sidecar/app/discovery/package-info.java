// SPDX-License-Identifier: Apache-2.0
/**
 * The data plane's end of the snapshot stream: connects to the control plane, hands on what comes,
 * says what it runs, and comes back for ever. None of it is loaded unless an address is set.
 */
@NullMarked
package dev.conduit.sidecar.app.discovery;

import org.jspecify.annotations.NullMarked;
