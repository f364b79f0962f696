// SPDX-License-Identifier: Apache-2.0
/**
 * A classifier that somebody else runs: the question to it, its answer, and what happens when there
 * is none.
 */
@NullMarked
package dev.conduit.sidecar.app.consult;

import org.jspecify.annotations.NullMarked;
