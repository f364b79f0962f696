// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.check;

import dev.conduit.conformance.wire.Answer;
import dev.conduit.conformance.wire.Ask;

/**
 * One case as it went.
 *
 * @param recorded what the real engine answered
 * @param answer what the server under test answered
 */
public record Exchange(Subject subject, Ask ask, Answer recorded, Answer answer) {}
