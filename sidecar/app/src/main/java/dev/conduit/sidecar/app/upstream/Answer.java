// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.upstream;

import dev.conduit.sidecar.core.meter.Usage;
import java.util.Optional;

/**
 * A complete answer of an engine.
 *
 * @param status of HTTP
 * @param usage as the engine told; absent is not zero
 */
public record Answer(int status, Optional<Usage> usage) {}
