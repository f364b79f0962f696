// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import dev.conduit.engine.surface.spi.Engine;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * vLLM's HTTP API in front of an {@link Engine}. One event loop serves all; the engine's threads
 * never touch a response.
 */
public final class Surface {

  private static final long DRAIN_POLL_MILLIS = 20;

  private final Vertx vertx;
  private final Context context;
  private final Engine engine;
  private final Interceptor interceptor;
  private final SurfaceOptions options;
  private final Router router;
  private final HttpServer server;
  private final Admission admission = new Admission();

  private Surface(
      Vertx vertx,
      Engine engine,
      SurfaceMetrics metrics,
      Interceptor interceptor,
      SurfaceOptions options) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.engine = engine;
    this.interceptor = interceptor;
    this.options = options;
    this.router = Endpoints.router(metrics, admission);
    this.server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    // HTTP/1.1 only, as vLLM: an upgrade would change what a client sees.
                    .setHttp2ClearTextEnabled(false)
                    .setHandle100ContinueAutomatically(true)
                    .setTcpNoDelay(true)
                    .setMaxInitialLineLength(16 << 10)
                    .setMaxHeaderSize(64 << 10))
            .requestHandler(this::onRequest);
  }

  /**
   * Binds and serves; engines that are still loading are answered for truthfully.
   *
   * <p>Errors: the future fails with the bind error (port in use, no such address).
   */
  public static Future<Surface> start(
      Vertx vertx,
      Engine engine,
      SurfaceMetrics metrics,
      Interceptor interceptor,
      SurfaceOptions options) {
    Promise<Surface> started = Promise.promise();
    Context context = vertx.getOrCreateContext();
    context.runOnContext(
        ignored -> {
          Surface surface = new Surface(vertx, engine, metrics, interceptor, options);
          surface.server.listen(options.port(), options.host()).map(surface).onComplete(started);
        });
    return started.future();
  }

  /** The bound port. */
  public int port() {
    return server.actualPort();
  }

  /** Generation requests that are not yet answered to the end. */
  public int inFlight() {
    return admission.inFlight();
  }

  /**
   * Refuses new requests, waits until the last answer has ended or the limit is over, then closes.
   */
  public Future<Void> drain(Duration limit) {
    admission.close();
    Promise<Void> drained = Promise.promise();
    long deadline = System.nanoTime() + limit.toNanos();
    vertx.setPeriodic(
        DRAIN_POLL_MILLIS,
        timer -> {
          if (admission.inFlight() == 0 || System.nanoTime() >= deadline) {
            vertx.cancelTimer(timer);
            server.close().onComplete(drained);
          }
        });
    return drained.future();
  }

  private void onRequest(HttpServerRequest request) {
    request
        .response()
        .putHeader("server", engine.info().server())
        .putHeader("date", HttpDate.now())
        .putHeader("vary", "Origin");
    engine.info().headers().forEach(request.response()::putHeader);
    if (interceptor.takesOver(request)) {
      return;
    }
    if (admission.isClosed()) {
      request.response().putHeader("connection", "close");
    }
    new BodyReader(options.maxBodyBytes())
        .read(request, body -> answer(request, body), this::tooLarge);
  }

  private void answer(HttpServerRequest request, Buffer body) {
    Exchange exchange = new Exchange(request, context, engine, body);
    try {
      router.route(request.method(), request.path(), exchange);
    } catch (RuntimeException e) {
      // The boundary: a bug in one request is that request's 500, not the connection's end.
      exchange.error(Errors.of(e));
    }
  }

  private void tooLarge(HttpServerRequest request) {
    String message =
        "the request body is larger than the limit of %d bytes: send less, or raise --max-body-bytes"
            .formatted(options.maxBodyBytes());
    request.response().putHeader("connection", "close");
    new Exchange(request, context, engine, Buffer.buffer())
        .error(new WireError(413, "RequestEntityTooLarge", message, Optional.empty()));
  }
}
