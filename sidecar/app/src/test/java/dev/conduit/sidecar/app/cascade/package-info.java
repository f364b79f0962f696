// SPDX-License-Identifier: Apache-2.0
/** Tests of what answers are held against. */
@NullMarked
package dev.conduit.sidecar.app.cascade;

import org.jspecify.annotations.NullMarked;
