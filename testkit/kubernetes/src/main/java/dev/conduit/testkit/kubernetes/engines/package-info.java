// SPDX-License-Identifier: Apache-2.0

/**
 * Something that answers at the addresses of engine pods on fake nodes, for tests and benches with
 * hundreds of pods, where a simulator for each would be too many processes.
 */
@NullMarked
package dev.conduit.testkit.kubernetes.engines;

import org.jspecify.annotations.NullMarked;
