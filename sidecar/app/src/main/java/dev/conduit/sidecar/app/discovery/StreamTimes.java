// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.discovery;

import java.time.Duration;

/**
 * How long the stream's client waits, for what.
 *
 * @param connect limit for a connection
 * @param handshake limit for its TLS handshake; long, because a server that came back has many
 * @param deadAfter a server that said nothing for so long is given up; some keep-alives long
 * @param firstPause before the second attempt, at most; it doubles from there
 * @param longestPause between two attempts
 */
public record StreamTimes(
    Duration connect,
    Duration handshake,
    Duration deadAfter,
    Duration firstPause,
    Duration longestPause) {

  /** Three of the server's keep-alives; 10 s at most between attempts. */
  public static final StreamTimes DEFAULTS =
      new StreamTimes(
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofMillis(250),
          Duration.ofSeconds(10));

  /**
   * How long to wait before an attempt: anywhere in the upper half of what doubling gives, so that
   * a thousand data planes that lost one server do not come back together.
   *
   * @param failures in a row so far, at least 1
   * @param random in [0,1)
   */
  Duration pause(int failures, double random) {
    double doubled = (double) firstPause.toMillis() * Math.pow(2, Math.min(failures, 30) - 1);
    double limit = Math.min(doubled, (double) longestPause.toMillis());
    return Duration.ofMillis(Math.max(1, Math.round(limit / 2 + random * limit / 2)));
  }
}
