// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.learning;

/**
 * How a request went.
 *
 * @param number names it among the outcomes of its policy; rises with time
 * @param features of the request
 * @param evidence about the answers
 * @param source of the evidence
 */
public record Outcome(long number, Features features, Evidence evidence, Source source) {}
