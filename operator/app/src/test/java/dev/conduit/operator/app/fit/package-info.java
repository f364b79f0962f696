// SPDX-License-Identifier: Apache-2.0
/** Tests of the fit's cases and their predictions. */
@NullMarked
package dev.conduit.operator.app.fit;

import org.jspecify.annotations.NullMarked;
