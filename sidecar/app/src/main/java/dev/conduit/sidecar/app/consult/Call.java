// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.consult;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.sidecar.core.classify.Advice;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One question on its way. Ends once; whatever comes after that is dropped. One event loop. */
final class Call {
  /** An answer is a few bytes; one that does not end shall not fill the memory. */
  static final int MOST_BYTES = 16 * 1024;

  private final RoutingSnapshot snapshot;
  private final Consumer<Advice> then;
  private final Buffer answer = Buffer.buffer();
  private @Nullable HttpClientRequest request;
  private boolean isOver;

  Call(RoutingSnapshot snapshot, Consumer<Advice> then) {
    this.snapshot = snapshot;
    this.then = then;
  }

  void start(Vertx vertx, HttpClient client, RequestOptions options, Buffer question) {
    long limit = snapshot.classifier().remote().orElseThrow().timeout().toMillis();
    long timer = vertx.setTimer(Math.max(1, limit), _ -> give(Advice.Why.SLOW));
    client
        .request(options)
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
      head.handler(_ -> {});
      vertx.cancelTimer(timer);
      end(new Advice.Absent(Advice.Why.ERROR));
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
          end(AdviceReader.read(answer.getBytes(), snapshot));
        });
  }

  /** Without an answer: the connection is of no more use. */
  private void give(Advice.Why why) {
    HttpClientRequest sent = request;
    if (!isOver && sent != null) {
      isOver = true;
      sent.reset();
      then.accept(new Advice.Absent(why));
    } else {
      end(new Advice.Absent(why));
    }
  }

  private void end(Advice advice) {
    if (!isOver) {
      isOver = true;
      then.accept(advice);
    }
  }
}
