// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Free TCP ports on loopback for programs that must be told theirs. Taken below the range that
 * systems give to outgoing connections (from 32768 on Linux), so that a port stays free while its
 * program restarts. No port is given out twice by one JVM.
 */
public final class Ports {
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final int TRIES = 200;
  private static final Set<Integer> GIVEN = new HashSet<>();
  private static final SplittableRandom RANDOM = new SplittableRandom();

  private Ports() {}

  /** A port that nobody listens on now. */
  public static synchronized int free() {
    for (int i = 0; i < TRIES; i++) {
      int port = RANDOM.nextInt(FIRST, LAST);
      if (GIVEN.add(port) && isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port found between " + FIRST + " and " + LAST);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      return true;
    } catch (IOException e) {
      return false; // somebody has it: the answer asked for
    }
  }
}
