// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.explain;

import java.time.Instant;
import java.util.Map;

/**
 * A request to explain.
 *
 * @param body of a chat completion, JSON
 * @param headers by lower-case name
 * @param app that sends it; empty when it does not matter
 * @param at the time
 */
public record Question(String body, Map<String, String> headers, String app, Instant at) {
  public Question {
    headers = Map.copyOf(headers);
  }

  /** Holds a prompt, so it tells only the size. */
  @Override
  public String toString() {
    return "Question[" + body.length() + " characters]";
  }
}
