// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.meter;

/**
 * Tokens that an engine says it used. Absent is not zero: an answer without usage has no {@code
 * Usage}.
 *
 * @param inputTokens of the prompt, cached ones included
 * @param outputTokens of the answer; zero for embeddings
 * @param cachedTokens of the prompt that came from the prefix cache
 */
public record Usage(long inputTokens, long outputTokens, long cachedTokens) {}
