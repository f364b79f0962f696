// SPDX-License-Identifier: Apache-2.0
/**
 * Which targets may answer a request, and in which order: names, rules, constraints, weights,
 * fallbacks. Compiled once per snapshot, asked once per request.
 */
@NullMarked
package dev.conduit.sidecar.core.route;

import org.jspecify.annotations.NullMarked;
