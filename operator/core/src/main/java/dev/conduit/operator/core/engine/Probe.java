// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import java.time.Duration;

/**
 * An HTTP GET that answers 200 when all is well.
 *
 * @param path starts with {@code /}
 * @param period between two asks
 * @param timeout of one
 * @param failureThreshold failures in a row that count
 */
public record Probe(String path, Duration period, Duration timeout, int failureThreshold) {}
