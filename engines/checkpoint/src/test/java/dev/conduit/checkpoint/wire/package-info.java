// SPDX-License-Identifier: Apache-2.0
/** Tests of requests to stores of models. */
@NullMarked
package dev.conduit.checkpoint.wire;

import org.jspecify.annotations.NullMarked;
