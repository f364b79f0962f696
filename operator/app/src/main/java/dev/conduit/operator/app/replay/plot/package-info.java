// SPDX-License-Identifier: Apache-2.0
/** Draws curves with axes, as SVG or as PNG: what is drawn is said once, for both. */
@NullMarked
package dev.conduit.operator.app.replay.plot;

import org.jspecify.annotations.NullMarked;
