// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import java.util.List;
import java.util.Optional;

/**
 * Watches a growing text for stop strings and holds back what may be the beginning of one, so that
 * a client never sees part of a stop string. One per sequence; confined to the event loop.
 *
 * <p>Cost per delta: length of the held tail and the delta, times the number of stop strings.
 */
final class StopFilter {

  /**
   * What may be shown now.
   *
   * @param stop the stop string that ended the text
   */
  record Outcome(String text, Optional<String> stop) {}

  private final List<String> stops;
  private final boolean keep;
  private String held = "";

  StopFilter(List<String> stops, boolean keep) {
    this.stops = stops;
    this.keep = keep;
  }

  /** Takes the next piece of text. */
  Outcome accept(String delta) {
    if (stops.isEmpty()) {
      return new Outcome(delta, Optional.empty());
    }
    String text = held + delta;
    int first = text.length();
    Optional<String> hit = Optional.empty();
    for (String stop : stops) {
      int at = text.indexOf(stop);
      if (at >= 0 && at < first) {
        first = at;
        hit = Optional.of(stop);
      }
    }
    if (hit.isPresent()) {
      held = "";
      int end = keep ? first + hit.get().length() : first;
      return new Outcome(text.substring(0, end), hit);
    }
    int safe = text.length() - longestBeginning(text);
    held = text.substring(safe);
    return new Outcome(text.substring(0, safe), Optional.empty());
  }

  /** What was held back, once it is known that no stop string follows. */
  String flush() {
    String rest = held;
    held = "";
    return rest;
  }

  private int longestBeginning(String text) {
    int longest = 0;
    for (String stop : stops) {
      for (int length = Math.min(stop.length() - 1, text.length()); length > longest; length--) {
        if (text.endsWith(stop.substring(0, length))) {
          longest = length;
        }
      }
    }
    return longest;
  }
}
