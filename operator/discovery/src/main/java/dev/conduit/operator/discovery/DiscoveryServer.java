// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import dev.conduit.contract.PolicyRef;
import dev.conduit.discovery.wire.WatchCall;
import dev.conduit.operator.discovery.CallerCheck.Caller;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Serves the hub's snapshots over gRPC and TLS, on one event loop. Source: {@code discovery.proto},
 * decision 0007.
 */
public final class DiscoveryServer {
  private static final Logger LOG = Logger.getLogger(DiscoveryServer.class);
  private static final long TICK_MILLIS = 500;
  private static final long HANDSHAKE_SECONDS = 30;
  private static final int REVIEWERS = 8;
  private static final long REVIEW_SECONDS = 30;
  private static final int MAX_MESSAGE_BYTES = 64 * 1024;
  private static final int MAX_HEADER_BYTES = 32 * 1024;
  private static final String METHOD = WatchCall.SERVICE + "/" + WatchCall.METHOD;

  private final Vertx vertx;
  private final Context context;
  private final Host host;
  private final WorkerExecutor reviewers;
  private final CallerCheck callers;
  private final HttpServer server;
  private final Set<WatchStream> streams = new LinkedHashSet<>();
  private final LoopTime time = new LoopTime(Duration.ofMillis(2 * TICK_MILLIS), System.nanoTime());
  private long timer;

  private DiscoveryServer(
      Vertx vertx, DiscoveryOptions options, SnapshotHub hub, CallerCheck callers) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.callers = callers;
    this.host = new Host(options, hub);
    this.reviewers =
        vertx.createSharedWorkerExecutor(
            "discovery-token-reviews", REVIEWERS, REVIEW_SECONDS, TimeUnit.SECONDS);
    this.server = vertx.createHttpServer(httpOptions(options));
  }

  /**
   * Listens. Fails with a message that names the address if it cannot.
   *
   * @param callers asked on worker threads
   */
  public static Future<DiscoveryServer> start(
      Vertx vertx, DiscoveryOptions options, SnapshotHub hub, CallerCheck callers) {
    DiscoveryServer discovery = new DiscoveryServer(vertx, options, hub, callers);
    return discovery
        .listen()
        .recover(
            error ->
                discovery
                    .close()
                    .transform(
                        _ ->
                            Future.failedFuture(
                                new IllegalStateException(cannotListen(options, error), error))));
  }

  private static String cannotListen(DiscoveryOptions options, Throwable error) {
    return String.format(
        Locale.ROOT,
        "discovery cannot listen on %s:%d: %s",
        options.host(),
        options.port(),
        error.getMessage());
  }

  private Future<DiscoveryServer> listen() {
    GrpcServerOptions limits = new GrpcServerOptions().setMaxMessageSize(MAX_MESSAGE_BYTES);
    GrpcServer grpc = GrpcServer.server(vertx, limits).callHandler(this::accept);
    server.requestHandler(grpc);
    return onContext(
        () -> {
          timer = vertx.setPeriodic(TICK_MILLIS, _ -> tick());
          return server
              .listen(host.options.port(), host.options.host())
              .onSuccess(
                  s ->
                      LOG.infof(
                          "discovery listening: host=%s port=%d",
                          host.options.host(), s.actualPort()))
              .map(this);
        });
  }

  private void tick() {
    time.tick(System.nanoTime());
    List.copyOf(streams).forEach(WatchStream::tick);
  }

  private <T> Future<T> onContext(java.util.function.Supplier<Future<T>> task) {
    io.vertx.core.Promise<T> promise = io.vertx.core.Promise.promise();
    context.runOnContext(_ -> task.get().onComplete(promise));
    return promise.future();
  }

  private static HttpServerOptions httpOptions(DiscoveryOptions options) {
    HttpServerOptions http =
        new HttpServerOptions()
            .setSsl(true)
            .setUseAlpn(true)
            .setAlpnVersions(List.of(HttpVersion.HTTP_2))
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
            .setKeyCertOptions(pem(options.certificate()))
            // The costly part of a handshake runs beside the streams, on several cores.
            .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
            // Longer than callers wait: when all come at once, theirs is the limit.
            .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout((int) options.deadAfter().multipliedBy(3).toMillis())
            .setTcpNoDelay(true)
            .setTracingPolicy(TracingPolicy.IGNORE);
    http.getInitialSettings().setMaxHeaderListSize(MAX_HEADER_BYTES);
    return http;
  }

  private static PemKeyCertOptions pem(ServingCertificate certificate) {
    return new PemKeyCertOptions()
        .addCertValue(Buffer.buffer(certificate.chain()))
        .addKeyValue(Buffer.buffer(certificate.key()));
  }

  /** Shows this certificate from the next handshake on; connections that there are go on. */
  public Future<Void> use(ServingCertificate certificate) {
    SSLOptions ssl =
        new SSLOptions()
            .setUseAlpn(true)
            .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
            .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
            .setKeyCertOptions(pem(certificate));
    return server.updateSSLOptions(ssl).mapEmpty();
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** Ends all streams, then the server; callers come back to whoever listens next. */
  public Future<Void> close() {
    return onContext(
            () -> {
              vertx.cancelTimer(timer);
              List.copyOf(streams)
                  .forEach(stream -> stream.end(GrpcStatus.UNAVAILABLE, "stopping"));
              return server.close();
            })
        .eventually(() -> reviewers.close());
  }

  private void accept(GrpcServerRequest<Buffer, Buffer> request) {
    if (!METHOD.equals(request.fullMethodName())) {
      request.response().status(GrpcStatus.UNIMPLEMENTED).end();
      return;
    }
    if (streams.size() >= host.options.maxStreams()) {
      request
          .response()
          .status(GrpcStatus.RESOURCE_EXHAUSTED)
          .statusMessage("this server holds " + streams.size() + " streams already")
          .end();
      return;
    }
    request.pause();
    Context own = vertx.getOrCreateContext();
    WatchStream stream = new WatchStream(host, own, request, token(request), end());
    streams.add(stream);
    stream.start();
  }

  private static String token(GrpcServerRequest<Buffer, Buffer> request) {
    String value = request.headers().get(WatchCall.AUTHORIZATION);
    return value != null && value.startsWith(WatchCall.BEARER)
        ? value.substring(WatchCall.BEARER.length()).strip()
        : "";
  }

  /** Streams that began together shall not end together. */
  private long end() {
    Duration age = host.options.maxAge();
    long spread = age.toNanos() / 5;
    return time.nanos()
        + age.toNanos()
        - (spread == 0 ? 0 : ThreadLocalRandom.current().nextLong(spread));
  }

  /** The server as its streams see it. */
  private final class Host implements WatchStream.StreamHost {
    private final DiscoveryOptions options;
    private final SnapshotHub hub;
    private final DenialLog denials = new DenialLog();

    Host(DiscoveryOptions options, SnapshotHub hub) {
      this.options = options;
      this.hub = hub;
    }

    @Override
    public SnapshotHub hub() {
      return hub;
    }

    @Override
    public DiscoveryOptions options() {
      return options;
    }

    @Override
    public void check(String token, Consumer<Caller> answer) {
      reviewers
          .executeBlocking(() -> callers.check(token), false)
          .recover(
              error -> {
                LOG.errorf(error, "discovery cannot check a caller");
                return Future.succeededFuture(
                    new Caller.Unavailable("the operator cannot check tokens now"));
              })
          .onSuccess(answer::accept);
    }

    @Override
    public long loopTime() {
      return time.nanos();
    }

    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public void denied(String from, PolicyRef policy, GrpcStatus status, String reason) {
      denials.denied(from, policy, status, reason, System.nanoTime());
    }

    @Override
    public void closed(WatchStream stream) {
      streams.remove(stream);
    }
  }
}
