// SPDX-License-Identifier: Apache-2.0
package dev.conduit.node;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the app says that its requests went, since it started.
 *
 * @param cut broke off after the answer had begun
 * @param lost ended without a beginning
 * @param endpoints answers by the engine that gave them
 */
record Tally(int asked, int answered, int cut, int lost, Map<String, Integer> endpoints) {
  private static final Pattern LINE =
      Pattern.compile("asked (\\d+), answered (\\d+), cut (\\d+), lost (\\d+) \\{(.*)}");
  private static final Pattern ENDPOINT = Pattern.compile("([^ ,=]+)=(\\d+)");

  Tally {
    endpoints = Map.copyOf(endpoints);
  }

  /** The last that a log has; all zero when there is none yet. */
  static Tally last(String log) {
    Tally last = new Tally(0, 0, 0, 0, Map.of());
    Matcher matcher = LINE.matcher(log);
    while (matcher.find()) {
      Map<String, Integer> endpoints = new TreeMap<>();
      Matcher entry = ENDPOINT.matcher(matcher.group(5));
      while (entry.find()) {
        endpoints.put(entry.group(1), number(entry, 2));
      }
      last =
          new Tally(
              number(matcher, 1),
              number(matcher, 2),
              number(matcher, 3),
              number(matcher, 4),
              endpoints);
    }
    return last;
  }

  /** What came after an earlier one. */
  Tally since(Tally earlier) {
    Map<String, Integer> more = new TreeMap<>();
    endpoints.forEach(
        (name, count) -> more.put(name, count - earlier.endpoints.getOrDefault(name, 0)));
    return new Tally(
        asked - earlier.asked,
        answered - earlier.answered,
        cut - earlier.cut,
        lost - earlier.lost,
        more);
  }

  /** In the app's own words. */
  @Override
  public String toString() {
    return "asked %d, answered %d, cut %d, lost %d %s"
        .formatted(asked, answered, cut, lost, new TreeMap<>(endpoints));
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
