// SPDX-License-Identifier: Apache-2.0
/**
 * Measures what the operator costs a cluster and how soon it settles, on a real control plane with
 * fake nodes. The engines are stand-ins that answer at once: what is measured is the operator.
 */
@NullMarked
package dev.conduit.bench.operator;

import org.jspecify.annotations.NullMarked;
