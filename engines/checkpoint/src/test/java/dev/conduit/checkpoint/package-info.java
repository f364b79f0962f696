// SPDX-License-Identifier: Apache-2.0
/** Tests of the headers, on files that are written here. */
@NullMarked
package dev.conduit.checkpoint;

import org.jspecify.annotations.NullMarked;
