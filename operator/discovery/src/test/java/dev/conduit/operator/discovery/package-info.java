// SPDX-License-Identifier: Apache-2.0
/** Tests of the stream's server end, on real sockets. */
@NullMarked
package dev.conduit.operator.discovery;

import org.jspecify.annotations.NullMarked;
