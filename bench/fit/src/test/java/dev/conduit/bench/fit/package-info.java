// SPDX-License-Identifier: Apache-2.0
/** Tests of the package of the same name. */
@NullMarked
package dev.conduit.bench.fit;

import org.jspecify.annotations.NullMarked;
