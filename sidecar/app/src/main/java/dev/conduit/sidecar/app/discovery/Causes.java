// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.discovery;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import javax.net.ssl.SSLException;

/** Says in a person's words why there is no stream, and what to look at. */
final class Causes {
  private Causes() {}

  static String explain(Throwable error, StreamSettings settings) {
    Throwable root = root(error);
    if (has(error, SSLException.class)) {
      return "TLS: %s; the server's certificate must be for %s and from a CA in %s"
          .formatted(root.getMessage(), settings.host(), settings.authority());
    }
    return switch (root) {
      case NoSuchFileException missing -> "no file " + missing.getFile();
      case UnknownHostException _ -> "no address for the name " + settings.host();
      case HttpClosedException _ -> "the connection was closed";
      case StreamResetException _ -> "the stream was reset";
      case InvalidProtocolBufferException _ ->
          "not a message of discovery.proto: " + root.getMessage();
      default -> root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    };
  }

  private static boolean has(Throwable error, Class<? extends Throwable> type) {
    Throwable cause = error.getCause();
    return type.isInstance(error) || (cause != null && cause != error && has(cause, type));
  }

  private static Throwable root(Throwable error) {
    Throwable cause = error.getCause();
    return cause == null || cause == error ? error : root(cause);
  }
}
