// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.engine;

import java.util.Optional;

/**
 * Where an engine says its load, by its Prometheus names.
 *
 * @param path of the text exposition
 * @param running gauge of requests that run
 * @param waiting gauge of requests that wait
 * @param kvUsage gauge in [0,1] of the KV cache's fill; empty where the engine has none
 */
public record EngineMetrics(
    String path, Optional<String> running, Optional<String> waiting, Optional<String> kvUsage) {}
