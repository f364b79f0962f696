// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

/**
 * How an engine is asked how it is.
 *
 * @param startup until it succeeded once nothing else is asked; its period times its threshold is
 *     the longest load time
 * @param readiness whether it takes requests
 * @param liveness whether it must be started again
 */
public record EngineProbes(Probe startup, Probe readiness, Probe liveness) {}
