// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import dev.conduit.contract.Bytes;
import dev.conduit.sidecar.app.config.SidecarConfig;
import dev.conduit.sidecar.app.consult.RemoteClassifier;
import dev.conduit.sidecar.app.consult.RemoteJudge;
import dev.conduit.sidecar.app.ingress.BodyBudget;
import dev.conduit.sidecar.app.telemetry.Traces;
import dev.conduit.sidecar.app.upstream.Forwarder;
import dev.conduit.sidecar.core.admit.Admission;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Locale;
import java.util.function.IntConsumer;

/** One event loop of the OpenAI port, with connections of its own to the engines. */
final class DataPort extends AbstractVerticle {
  private static final int MAX_HEADER_BYTES = 64 * 1024;
  // Engines behind uvicorn close idle connections after 5 s; being first avoids a race for each.
  private static final int KEEP_ALIVE_SECONDS = 4;

  private final SidecarConfig config;
  private final DataPlane plane;
  private final Traces traces;
  private final BodyBudget budget;
  private final IntConsumer onListening;

  DataPort(
      SidecarConfig config,
      DataPlane plane,
      Traces traces,
      BodyBudget budget,
      IntConsumer onListening) {
    this.config = config;
    this.plane = plane;
    this.traces = traces;
    this.budget = budget;
    this.onListening = onListening;
  }

  @Override
  public void start(Promise<Void> started) {
    PoolOptions pool = new PoolOptions().setHttp1MaxSize(config.maxConnectionsPerEndpoint());
    var client =
        vertx
            .httpClientBuilder()
            .with(clientOptions())
            .with(pool)
            .withConnectHandler(LateFlush::on)
            .build();
    Forwarder forwarder = new Forwarder(vertx, client, System::nanoTime, plane);
    RemoteClassifier remote = new RemoteClassifier(vertx, client, System::nanoTime);
    RequestPath.Calls calls =
        new RequestPath.Calls(
            forwarder,
            new Consultant(plane, remote),
            new Cascades(vertx, plane, forwarder),
            new Pairings(
                vertx,
                plane,
                new Forwarder(vertx, client, System::nanoTime, plane),
                new RemoteJudge(vertx, client, System::nanoTime)));
    Admission admission = new Admission(config.maxInFlight());
    RequestPath.Site site =
        new RequestPath.Site(new Bytes(config.maxBodyBytes()), budget, config.app().orElse(""));
    vertx
        .createHttpServer(serverOptions())
        .connectionHandler(LateFlush::on)
        .requestHandler(new RequestPath(plane, calls, admission, traces, site))
        .listen(config.listenPort(), config.listenHost())
        .recover(error -> Future.failedFuture(new IllegalStateException(cannotListen(error))))
        .onSuccess(server -> onListening.accept(server.actualPort()))
        .<Void>mapEmpty()
        .onComplete(started);
  }

  private String cannotListen(Throwable error) {
    return String.format(
        Locale.ROOT,
        "cannot listen on %s:%d: %s; set CONDUIT_SIDECAR_LISTEN_PORT to a free port",
        config.listenHost(),
        config.listenPort(),
        error.getMessage());
  }

  static HttpClientOptions clientOptions() {
    return new HttpClientOptions()
        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
        .setTcpNoDelay(true)
        .setTracingPolicy(TracingPolicy.IGNORE);
  }

  private static HttpServerOptions serverOptions() {
    return new HttpServerOptions()
        .setTcpNoDelay(true)
        .setHandle100ContinueAutomatically(true)
        .setHttp2ClearTextEnabled(false)
        // The port has no WebSocket: without these, each request and answer passes two handlers
        // that look for one.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setTracingPolicy(TracingPolicy.IGNORE);
  }
}
