// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** HTTP/1.1 by hand, for what clients hide. */
final class Wire {
  private Wire() {}

  /** One response with a content length, from its status line to the end of its body. */
  static String read(Socket socket) throws IOException {
    String head = head(socket);
    String lower = head.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("content-length:");
    int length = Integer.parseInt(lower.substring(at + 15, lower.indexOf('\r', at)).strip());
    return head + new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
  }

  /** Up to and with the blank line after the headers. */
  static String head(Socket socket) throws IOException {
    return until(socket, "\r\n\r\n");
  }

  static String until(Socket socket, String end) throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (!out.toString(StandardCharsets.UTF_8).endsWith(end)) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("ended after: " + out.toString(StandardCharsets.UTF_8));
      }
      out.write(b);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
