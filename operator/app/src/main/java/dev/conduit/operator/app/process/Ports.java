// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** TCP ports of the loopback address. */
public final class Ports {
  private Ports() {}

  /**
   * Who listens on a port.
   *
   * @param pid process number
   * @param command its program, without arguments
   */
  public record Holder(long pid, String command) {}

  /** A port that was free a moment ago; another process can still take it first. */
  public static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Whether a server could listen on it now. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The listener, where {@code lsof} is installed and may see it. */
  public static Optional<Holder> holder(int port) throws InterruptedException {
    try {
      Process lsof =
          new ProcessBuilder("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN")
              .redirectErrorStream(true)
              .start();
      String pid =
          new String(lsof.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      lsof.waitFor(5, TimeUnit.SECONDS);
      return pid.lines()
          .filter(line -> line.matches("[0-9]+"))
          .map(Long::parseLong)
          .findFirst()
          .flatMap(ProcessHandle::of)
          .map(handle -> new Holder(handle.pid(), command(handle)));
    } catch (IOException e) {
      // No lsof here: the port alone must do.
      return Optional.empty();
    }
  }

  private static String command(ProcessHandle handle) {
    return handle.info().command().map(Ports::name).orElse("unknown");
  }

  private static String name(String command) {
    Path path = Path.of(command);
    Path file = Files.isDirectory(path) ? null : path.getFileName();
    return file == null ? command : file.toString();
  }
}
