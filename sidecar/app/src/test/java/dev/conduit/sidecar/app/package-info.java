// SPDX-License-Identifier: Apache-2.0
/** Tests of what lies below this package. */
@NullMarked
package dev.conduit.sidecar.app;

import org.jspecify.annotations.NullMarked;
