// SPDX-License-Identifier: Apache-2.0
/** Predicted memory beside what engines that run on this CPU say they allocate. */
@NullMarked
package dev.conduit.bench.fitengines;

import org.jspecify.annotations.NullMarked;
