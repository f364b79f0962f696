// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.consult;

import dev.conduit.sidecar.core.classify.Advice;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One question on its way. Ends once; whatever comes after that is dropped. One event loop. */
final class Call {
  /** An answer is a few bytes; one that does not end shall not fill the memory. */
  static final int MOST_BYTES = 16 * 1024;

  private final Consumer<Reply> then;
  private final Buffer answer = Buffer.buffer();
  private @Nullable HttpClientRequest request;
  private boolean isOver;

  Call(Consumer<Reply> then) {
    this.then = then;
  }

  /** What came back. */
  sealed interface Reply {
    /** All of an answer with status 200. */
    @SuppressWarnings("ArrayRecordComponent") // Read once.
    record Complete(byte[] body) implements Reply {}

    /** Nothing that could be read: slow, an error, or endless. */
    record None(Advice.Why why) implements Reply {}
  }

  /** A question of JSON to that URL. */
  static RequestOptions to(URI url, Duration connectTimeout) {
    boolean isTls = "https".equals(url.getScheme());
    int port = url.getPort() > 0 ? url.getPort() : isTls ? 443 : 80;
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setHost(url.getHost())
        .setPort(port)
        .setServer(SocketAddress.inetSocketAddress(port, url.getHost()))
        .setSsl(isTls)
        .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
        .setConnectTimeout(connectTimeout.toMillis())
        .putHeader("content-type", "application/json")
        .putHeader("accept", "application/json");
  }

  void start(Vertx vertx, HttpClient client, URI url, Duration limit, Buffer question) {
    long timer = vertx.setTimer(Math.max(1, limit.toMillis()), _ -> give(Advice.Why.SLOW));
    client
        .request(to(url, limit))
        .onFailure(_ -> give(Advice.Why.ERROR))
        .onSuccess(
            ready -> {
              request = ready;
              if (isOver) {
                ready.reset();
                return;
              }
              ready
                  .send(question)
                  .onFailure(_ -> give(Advice.Why.ERROR))
                  .onSuccess(head -> read(head, vertx, timer));
            });
  }

  private void read(HttpClientResponse head, Vertx vertx, long timer) {
    if (isOver) {
      return;
    }
    if (head.statusCode() != 200) {
      vertx.cancelTimer(timer);
      give(Advice.Why.ERROR); // Not read to its end: it may have none, and nobody would notice.
      return;
    }
    head.exceptionHandler(_ -> give(Advice.Why.ERROR));
    head.handler(
        chunk -> {
          answer.appendBuffer(chunk);
          if (answer.length() > MOST_BYTES) {
            give(Advice.Why.MALFORMED);
          }
        });
    head.endHandler(
        _ -> {
          vertx.cancelTimer(timer);
          end(new Reply.Complete(answer.getBytes()));
        });
  }

  /** Without an answer: the connection is of no more use. */
  private void give(Advice.Why why) {
    HttpClientRequest sent = request;
    if (!isOver && sent != null) {
      isOver = true;
      sent.reset();
      then.accept(new Reply.None(why));
    } else {
      end(new Reply.None(why));
    }
  }

  private void end(Reply reply) {
    if (!isOver) {
      isOver = true;
      then.accept(reply);
    }
  }
}
