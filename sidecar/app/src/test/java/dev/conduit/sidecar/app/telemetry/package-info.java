// SPDX-License-Identifier: Apache-2.0
/** Tests of what the data plane tells of itself. */
@NullMarked
package dev.conduit.sidecar.app.telemetry;

import org.jspecify.annotations.NullMarked;
