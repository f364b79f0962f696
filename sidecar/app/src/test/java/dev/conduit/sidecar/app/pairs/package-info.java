// SPDX-License-Identifier: Apache-2.0
/** Tests of what is read of answers and judges. */
@NullMarked
package dev.conduit.sidecar.app.pairs;

import org.jspecify.annotations.NullMarked;
