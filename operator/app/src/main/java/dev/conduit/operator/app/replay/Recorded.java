// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import dev.conduit.sidecar.core.meter.Usage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A request of a file. Holds a prompt: {@code toString} tells only the size.
 *
 * @param body of a chat completion, JSON; is not copied and must not change
 * @param headers by lower-case name
 * @param app that sent it; empty when the file does not say
 * @param at when it came
 * @param usage what it used then
 * @param outcome how the light and the heavy tier did on it
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
record Recorded(
    byte[] body,
    Map<String, String> headers,
    String app,
    Optional<Instant> at,
    Optional<Usage> usage,
    Optional<Outcome> outcome) {
  Recorded {
    headers = Map.copyOf(headers);
  }

  /**
   * How good two answers were, from 0 (wrong) to 1 (right).
   *
   * @param light of the lightest tier
   * @param heavy of the heaviest tier
   */
  record Outcome(double light, double heavy) {
    double gain() {
      return heavy - light;
    }
  }

  /** What became of a line. */
  sealed interface Reading {
    /** It is a request. */
    record Read(Recorded request) implements Reading {}

    /**
     * It is none.
     *
     * @param problem begins with the field, where there is one; never quotes a prompt
     */
    record Bad(String problem) implements Reading {}
  }

  @Override
  public String toString() {
    return "Recorded[" + body.length + " bytes]";
  }
}
