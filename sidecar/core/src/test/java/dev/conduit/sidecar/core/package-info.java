// SPDX-License-Identifier: Apache-2.0
/** Tests of what lies below this package. */
@NullMarked
package dev.conduit.sidecar.core;

import org.jspecify.annotations.NullMarked;
