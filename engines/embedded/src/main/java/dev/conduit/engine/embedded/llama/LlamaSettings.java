// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import java.util.OptionalInt;

/**
 * How a model is loaded.
 *
 * @param servedName the name that requests use
 * @param root what {@code --model} said, for {@code /v1/models}
 * @param contextTokens prompt plus answer of one slot; empty for the model's own limit, at most
 *     4096
 * @param slots sequences at once
 * @param threads of the computation
 */
public record LlamaSettings(
    String servedName, String root, OptionalInt contextTokens, int slots, int threads) {}
