// SPDX-License-Identifier: Apache-2.0
/** What the data plane tells the outside: metrics from one catalogue, traces, keys of log lines. */
@NullMarked
package dev.conduit.sidecar.app.telemetry;

import org.jspecify.annotations.NullMarked;
