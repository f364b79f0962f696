// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import java.util.Optional;

/**
 * How a choice ended, as the wire says it.
 *
 * @param reason {@code stop}, {@code length}, {@code tool_calls} or {@code abort}
 * @param stopReason the stop string or stop token id, as JSON
 */
record Ending(String reason, Optional<String> stopReason) {

  static Ending of(String reason) {
    return new Ending(reason, Optional.empty());
  }

  /** {@code stop_reason} as JSON text. */
  String stopReasonJson() {
    return stopReason.orElse("null");
  }

  Ending withReason(String other) {
    return new Ending(other, stopReason);
  }
}
