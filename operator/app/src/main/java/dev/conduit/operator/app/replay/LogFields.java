// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import dev.conduit.operator.app.replay.Recorded.Outcome;
import dev.conduit.sidecar.core.meter.Usage;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What lines say beside the body of a request. */
final class LogFields {
  static final String WEAK = "weak_correct";
  static final String STRONG = "strong_correct";

  /** Seconds since 1970 stay below until the year 5138; milliseconds are above since 1973. */
  private static final double FIRST_MILLIS = 1e11;

  private LogFields() {}

  /** By lower-case name. A header that came twice is a list in some logs. */
  static Map<String, String> headers(JsonFields holder) throws IOException {
    JsonFields all = holder.object("headers");
    Map<String, String> headers = new HashMap<>();
    for (String name : all.names()) {
      headers.put(name.toLowerCase(Locale.ROOT), String.join(",", all.texts(name)));
    }
    return headers;
  }

  static Optional<Instant> time(JsonFields line) throws IOException {
    if (!line.has("time")) {
      return Optional.empty();
    }
    Optional<Double> number = line.number("time");
    if (number.isPresent()) {
      double millis = number.get() < FIRST_MILLIS ? number.get() * 1000 : number.get();
      return Optional.of(Instant.ofEpochMilli((long) millis));
    }
    try {
      return Optional.of(OffsetDateTime.parse(line.text("time").orElse("")).toInstant());
    } catch (DateTimeException e) {
      throw new WrongField(
          "time", "is no time such as 2026-07-01T23:00:00Z, nor seconds since 1970");
    }
  }

  /** Of the answer that was logged, wherever gateways put it. */
  static Optional<Usage> usage(JsonFields line) throws IOException {
    JsonFields response = line.object("response");
    for (JsonFields holder : List.of(line, response, response.object("body"))) {
      if (holder.has("usage")) {
        JsonFields usage = holder.object("usage");
        double output = usage.has("completion_tokens") ? tokens(usage, "completion_tokens") : 0;
        return Optional.of(new Usage((long) tokens(usage, "prompt_tokens"), (long) output, 0));
      }
    }
    return Optional.empty();
  }

  private static double tokens(JsonFields usage, String name) throws IOException {
    Optional<Double> count = usage.number(name).filter(number -> number >= 0);
    if (count.isEmpty()) {
      throw new WrongField("usage." + name, "is no number of tokens");
    }
    return count.get();
  }

  /** Both, or none. */
  static Optional<Outcome> outcome(JsonFields line) throws IOException {
    if (!line.has(WEAK) && !line.has(STRONG)) {
      return Optional.empty();
    }
    return Optional.of(new Outcome(quality(line, WEAK), quality(line, STRONG)));
  }

  private static double quality(JsonFields line, String name) throws IOException {
    if (!line.has(name)) {
      throw new WrongField(name, "is missing; outcomes need " + WEAK + " and " + STRONG);
    }
    if (line.isTrue(name) || line.isFalse(name)) {
      return line.isTrue(name) ? 1 : 0;
    }
    Optional<Double> quality = line.number(name).filter(value -> value >= 0 && value <= 1);
    if (quality.isEmpty()) {
      throw new WrongField(name, "is neither true nor false nor a number from 0 to 1");
    }
    return quality.get();
  }
}
