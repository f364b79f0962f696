// SPDX-License-Identifier: Apache-2.0
/** Placeholder paragraph. */
@NullMarked
package dev.conduit.sidecar.app;

import org.jspecify.annotations.NullMarked;
