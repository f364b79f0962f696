// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * A span of each day, past midnight where it ends before it starts; the whole day where both are
 * the same.
 *
 * @param from first minute, as HH:MM
 * @param to first minute after it, as HH:MM
 * @param zone such as Europe/Berlin
 */
public record DailySpan(
    @JsonProperty(required = true) @JsonFormat(shape = JsonFormat.Shape.STRING) LocalTime from,
    @JsonProperty(required = true) @JsonFormat(shape = JsonFormat.Shape.STRING) LocalTime to,
    @JsonProperty(required = true) ZoneId zone) {

  /** Whether the moment is within. */
  public boolean contains(Instant moment) {
    LocalTime time = moment.atZone(zone).toLocalTime();
    boolean isAfterStart = !time.isBefore(from);
    boolean isBeforeEnd = time.isBefore(to);
    return from.isBefore(to) ? isAfterStart && isBeforeEnd : isAfterStart || isBeforeEnd;
  }
}
