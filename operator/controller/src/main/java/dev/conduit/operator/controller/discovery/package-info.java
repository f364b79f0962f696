// SPDX-License-Identifier: Apache-2.0
/** Gives the published snapshots to the discovery server, and the server its certificate. */
@NullMarked
package dev.conduit.operator.controller.discovery;

import org.jspecify.annotations.NullMarked;
