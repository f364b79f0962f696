// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.wire;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Addresses that mean something else on each machine: loopback, link-local (where clouds keep their
 * metadata) and none. Others of private networks are where registries and their storage are.
 */
final class Inward {
  private Inward() {}

  /**
   * @param proxied whether a proxy finds the name's address; then only what the name says counts
   */
  static boolean is(URI url, boolean proxied) {
    String host = Optional.ofNullable(url.getHost()).orElse("").toLowerCase(Locale.ROOT);
    if (host.isEmpty() || host.matches("(.*\\.)?localhost\\.?")) {
      return true;
    }
    boolean literal = host.matches("\\[.*|[0-9.]+");
    if (proxied && !literal) {
      return false;
    }
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).anyMatch(Inward::is);
    } catch (UnknownHostException e) {
      return false; // the request itself says so
    }
  }

  private static boolean is(InetAddress one) {
    return one.isLoopbackAddress() || one.isLinkLocalAddress() || one.isAnyLocalAddress();
  }
}
