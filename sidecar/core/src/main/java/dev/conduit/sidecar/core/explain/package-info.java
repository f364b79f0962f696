// SPDX-License-Identifier: Apache-2.0
/** Explanations for people and for programs: the same facts as a table and as JSON. */
@NullMarked
package dev.conduit.sidecar.core.explain;

import org.jspecify.annotations.NullMarked;
