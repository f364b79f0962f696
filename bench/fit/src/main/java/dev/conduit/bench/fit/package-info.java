// SPDX-License-Identifier: Apache-2.0
/** The estimator and the formulas of other planners on the same measured cases. */
@NullMarked
package dev.conduit.bench.fit;

import org.jspecify.annotations.NullMarked;
