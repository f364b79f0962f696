// SPDX-License-Identifier: Apache-2.0
/** Tests of what is asked of a hub. */
@NullMarked
package dev.conduit.checkpoint.hub;

import org.jspecify.annotations.NullMarked;
