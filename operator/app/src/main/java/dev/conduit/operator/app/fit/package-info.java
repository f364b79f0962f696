// SPDX-License-Identifier: Apache-2.0
/** Runs the estimator over measured starts of engines, and says how far off it is. */
@NullMarked
package dev.conduit.operator.app.fit;

import org.jspecify.annotations.NullMarked;
