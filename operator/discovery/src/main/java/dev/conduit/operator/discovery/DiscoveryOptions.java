// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import java.time.Duration;

/**
 * How the discovery server listens and when it lets go.
 *
 * @param host address to listen on
 * @param port 0 takes a free one
 * @param certificate shown first; {@link DiscoveryServer#use} changes it
 * @param keepAlive between two messages on a stream on which nothing else is sent
 * @param deadAfter a data plane that said nothing for so long is dropped; several keep-alives long,
 *     because it answers each
 * @param maxAge of a stream, about; then the caller connects again, with the token that it has then
 * @param maxStreams at a time; more are refused
 */
public record DiscoveryOptions(
    String host,
    int port,
    ServingCertificate certificate,
    Duration keepAlive,
    Duration deadAfter,
    Duration maxAge,
    int maxStreams) {

  /** The port that sidecars are told. */
  public static final int PORT = 9443;

  /** On all addresses and {@link #PORT}: 3 s keep-alive, dead after 10 s, 30 minutes at most. */
  public static DiscoveryOptions defaults(ServingCertificate certificate) {
    return new DiscoveryOptions(
        "0.0.0.0",
        PORT,
        certificate,
        Duration.ofSeconds(3),
        Duration.ofSeconds(10),
        Duration.ofMinutes(30),
        20_000);
  }

  /** The same elsewhere. */
  public DiscoveryOptions listen(String otherHost, int otherPort) {
    return new DiscoveryOptions(
        otherHost, otherPort, certificate, keepAlive, deadAfter, maxAge, maxStreams);
  }

  /** The same with these limits. */
  public DiscoveryOptions times(Duration alive, Duration dead, Duration oldest) {
    return new DiscoveryOptions(host, port, certificate, alive, dead, oldest, maxStreams);
  }
}
