// SPDX-License-Identifier: Apache-2.0

/**
 * Real Kubernetes control planes for tests: started in seconds from real binaries, several side by
 * side, gone without a trace when they are closed or when the JVM dies.
 */
@NullMarked
package dev.conduit.testkit.kubernetes;

import org.jspecify.annotations.NullMarked;
