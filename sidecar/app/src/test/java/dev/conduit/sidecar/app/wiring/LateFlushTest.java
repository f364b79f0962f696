// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LateFlushTest {
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    Await.done(vertx.close());
  }

  @Test
  void write_inTheTurn_isSentAtItsEnd() throws Exception {
    CompletableFuture<Long> heldBack = new CompletableFuture<>();
    HttpServer server =
        serve(request -> vertx.runOnContext(_ -> heldBack.complete(answer(request))));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      socket.getOutputStream().write(REQUEST);
      assertThat(Wire.until(socket, "answer")).startsWith("HTTP/1.1 200");
    }
    assertThat(heldBack.get(5, TimeUnit.SECONDS)).isPositive();
  }

  @Test
  void close_inTheSameTurn_sendsWhatIsLeft() throws Exception {
    HttpServer server =
        serve(
            request ->
                vertx.runOnContext(
                    _ -> {
                      request.response().end("answer");
                      request.connection().close();
                    }));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort())) {
      socket.getOutputStream().write(REQUEST);
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .endsWith("answer");
    }
  }

  /** Answers outside the read of the request; how many bytes are not sent after it. */
  private static long answer(HttpServerRequest request) {
    request.response().end("answer");
    Channel channel = ((ConnectionBase) request.connection()).channel();
    return channel.unsafe().outboundBuffer().totalPendingWriteBytes();
  }

  private HttpServer serve(Handler<HttpServerRequest> handler) {
    return Await.done(
        vertx
            .createHttpServer()
            .connectionHandler(LateFlush::on)
            .requestHandler(handler)
            .listen(0, "127.0.0.1"));
  }
}
