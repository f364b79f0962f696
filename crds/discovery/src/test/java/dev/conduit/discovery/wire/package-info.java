// SPDX-License-Identifier: Apache-2.0
/** Tests of what both ends of the stream share. */
@NullMarked
package dev.conduit.discovery.wire;

import org.jspecify.annotations.NullMarked;
