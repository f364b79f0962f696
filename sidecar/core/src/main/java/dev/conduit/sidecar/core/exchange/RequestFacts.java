// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.exchange;

import dev.conduit.contract.Tokens;
import dev.conduit.sidecar.core.json.Span;

/**
 * What routing needs to know about a request, read from its body.
 *
 * @param api the operation that it calls
 * @param model as asked for by the caller, decoded
 * @param modelSpan where the value of {@code model} stands in the body, quotes included
 * @param isStream whether {@code stream} is true
 * @param includesUsage whether {@code stream_options.include_usage} is true
 * @param maxTokens the limit on the answer; zero when the request sets none
 * @param hasTools whether tools or functions are offered
 * @param messages how many; zero for operations without messages
 * @param lastRole of the last message; {@link Role#USER} for operations without messages
 * @param promptTokens estimated by {@code TokenEstimate}, plus four per message; without images
 * @param userText what users wrote
 * @param whole all of the body
 * @param turn where the conversation stands
 * @param hasSchema whether the answer must have a form: JSON, or JSON of a schema
 * @param hasMedia whether a message holds an image, sound or a file
 */
public record RequestFacts(
    Api api,
    String model,
    Span modelSpan,
    boolean isStream,
    boolean includesUsage,
    Tokens maxTokens,
    boolean hasTools,
    int messages,
    Role lastRole,
    Tokens promptTokens,
    UserText userText,
    WholeBody whole,
    Turn turn,
    boolean hasSchema,
    boolean hasMedia) {}
