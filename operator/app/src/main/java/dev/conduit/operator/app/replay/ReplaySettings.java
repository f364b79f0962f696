// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import java.time.Instant;
import java.util.Optional;

/**
 * What a file does not say.
 *
 * @param tariff prices
 * @param answerTokens of an answer whose length is unknown, unless the request allows less
 * @param app that sent requests of which the file does not say it; empty for none
 * @param at when requests came of which the file does not say it
 * @param model asked for in place of what the file says
 */
public record ReplaySettings(
    Tariff tariff, long answerTokens, String app, Instant at, Optional<String> model) {}
