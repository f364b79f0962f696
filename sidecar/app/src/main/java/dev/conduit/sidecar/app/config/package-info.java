// SPDX-License-Identifier: Apache-2.0
/**
 * What the data plane is told from outside: its settings, the snapshot file, its parent process.
 */
@NullMarked
package dev.conduit.sidecar.app.config;

import org.jspecify.annotations.NullMarked;
