// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code date} header; formatted once a second. Confined to the event loop. */
final class HttpDate {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private record Cached(long second, String text) {}

  private static volatile Cached cached = new Cached(0, "");

  private HttpDate() {}

  static String now() {
    long second = System.currentTimeMillis() / 1000;
    Cached current = cached;
    if (current.second() != second) {
      current = new Cached(second, FORMAT.format(Instant.ofEpochSecond(second)));
      cached = current;
    }
    return current.text();
  }
}
