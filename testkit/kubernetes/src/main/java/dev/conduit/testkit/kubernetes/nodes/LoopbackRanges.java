// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.nodes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Pod ranges on loopback, {@code 127.A.N.0/24}, that no other cluster on this machine uses: real
 * engines listen at the pods' addresses. A listening socket at {@code 127.A.255.254} holds each A
 * for as long as this JVM lives or until {@link #close}.
 */
final class LoopbackRanges implements AutoCloseable {
  private static final int FIRST = 64;
  private static final int LAST = 250;
  private static final int LOCK_PORT = 61_001;
  private static final int RANGES_EACH = 250;

  private final List<ServerSocket> held = new ArrayList<>();
  private int second;
  private int next = RANGES_EACH;

  /** A range that was not given out before. */
  synchronized String next() {
    if (next == RANGES_EACH) {
      second = hold();
      next = 0;
    }
    return "127." + second + "." + next++ + ".0/24";
  }

  @Override
  public synchronized void close() {
    for (ServerSocket socket : held) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot give up a pod range", e);
      }
    }
    held.clear();
  }

  private int hold() {
    for (int candidate = FIRST; candidate <= LAST; candidate++) {
      if (tryHold(candidate)) {
        return candidate;
      }
    }
    throw new IllegalStateException("all pod ranges from 127.64 to 127.250 are in use here");
  }

  private boolean tryHold(int candidate) {
    try {
      ServerSocket socket = new ServerSocket();
      try {
        InetAddress address = InetAddress.ofLiteral("127." + candidate + ".255.254");
        socket.bind(new InetSocketAddress(address, LOCK_PORT));
      } catch (IOException e) {
        socket.close();
        return false; // another cluster has it
      }
      held.add(socket);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a socket", e);
    }
  }
}
