// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.discovery;

import dev.conduit.discovery.v1.ClientMessage;
import dev.conduit.discovery.v1.Hello;
import dev.conduit.discovery.v1.ServerMessage;
import dev.conduit.discovery.wire.WatchCall;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientOptions;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceName;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection to the server, from its first byte to its end. Confined to its event loop. */
final class Session {
  /** A ConfigMap holds at most 1 MiB; a stream need not. */
  private static final long MAX_MESSAGE_BYTES = 16L << 20;

  private static final long LOOK_MILLIS = 500;

  private final Vertx vertx;
  private final Context context;
  private final StreamSettings settings;
  private final StreamTimes times;
  private final Reception reception;
  private final Runnable onConnected;
  private final Promise<Ending> ended = Promise.promise();
  private final GrpcClient client;
  private final long watchdog;
  private @Nullable GrpcClientRequest<Buffer, Buffer> request;
  private boolean isConnected;
  private long lastLook = System.nanoTime();
  private long silence;

  /** How a connection ended. */
  sealed interface Ending {
    /** The server asked to connect again. */
    record Again() implements Ending {}

    /** Nobody answered, or no longer. */
    record Lost(String cause) implements Ending {}

    /** The server said no. */
    record Refused(GrpcStatus status, String reason) implements Ending {}
  }

  /** What is read anew for each connection, because both change while the process runs. */
  record Credentials(Buffer authorities, String token) {}

  Session(
      Context context,
      StreamSettings settings,
      StreamTimes times,
      Credentials credentials,
      Reception reception,
      Runnable onConnected) {
    this.vertx = context.owner();
    this.context = context;
    this.settings = settings;
    this.times = times;
    this.reception = reception;
    this.onConnected = onConnected;
    this.client = GrpcClient.client(vertx, options(credentials));
    this.watchdog = vertx.setPeriodic(LOOK_MILLIS, _ -> look());
  }

  private GrpcClientOptions options(Credentials credentials) {
    HttpClientOptions transport =
        new HttpClientOptions()
            .setSsl(true)
            .setUseAlpn(true)
            .setVerifyHost(true)
            .setDefaultHost(settings.host())
            .setDefaultPort(settings.port())
            .setTrustOptions(new PemTrustOptions().addCertValue(credentials.authorities()))
            // The app's requests share this event loop; a handshake must not hold them up.
            .setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
            .setConnectTimeout((int) times.connect().toMillis())
            .setSslHandshakeTimeout(times.handshake().toMillis())
            .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
            .setTracingPolicy(TracingPolicy.IGNORE);
    return new GrpcClientOptions()
        .setMaxMessageSize(MAX_MESSAGE_BYTES)
        .setTransportOptions(transport);
  }

  /**
   * Completes when the connection has ended; never fails.
   *
   * @param hello the first message
   */
  Future<Ending> run(String token, Hello hello) {
    client
        .request(SocketAddress.inetSocketAddress(settings.port(), settings.host()))
        .onFailure(this::lost)
        .onSuccess(connected -> greet(connected, token, hello));
    return ended.future();
  }

  private void greet(GrpcClientRequest<Buffer, Buffer> connected, String token, Hello hello) {
    request = connected;
    connected.serviceName(ServiceName.create(WatchCall.SERVICE)).methodName(WatchCall.METHOD);
    connected.headers().set(WatchCall.AUTHORIZATION, WatchCall.BEARER + token);
    connected.exceptionHandler(this::lost);
    connected.response().onSuccess(this::answered).onFailure(this::lost);
    send(ClientMessage.newBuilder().setHello(hello).build());
  }

  private void answered(GrpcClientResponse<Buffer, Buffer> response) {
    silence = 0;
    response.exceptionHandler(this::lost);
    response.endHandler(_ -> finished(response));
    response.handler(
        bytes -> {
          silence = 0;
          response.pause();
          take(bytes).onComplete(_ -> response.resume());
        });
  }

  /** Decoding and swapping are work for another thread: requests share this one. */
  private Future<Void> take(Buffer bytes) {
    return context
        .executeBlocking(() -> reception.take(ServerMessage.parseFrom(bytes.getBytes())), true)
        .onSuccess(
            answer -> {
              understood();
              answer.ifPresent(this::send);
            })
        .onFailure(this::lost)
        .mapEmpty();
  }

  private void understood() {
    if (!isConnected) {
      isConnected = true;
      onConnected.run();
    }
  }

  private void send(ClientMessage message) {
    GrpcClientRequest<Buffer, Buffer> open = request;
    if (open != null && !ended.future().isComplete()) {
      open.write(Buffer.buffer(message.toByteArray()));
    }
  }

  private void finished(GrpcClientResponse<Buffer, Buffer> response) {
    GrpcStatus status = response.status();
    if (status == GrpcStatus.OK) {
      end(new Ending.Again());
    } else if (status == null) {
      end(new Ending.Lost("the server is no discovery server: it ended without a gRPC status"));
    } else {
      end(new Ending.Refused(status, String.valueOf(response.statusMessage())));
    }
  }

  private void lost(Throwable error) {
    end(new Ending.Lost(Causes.explain(error, settings)));
  }

  /** Looks that come late count as one: what waits in the socket then is no silence. */
  private void look() {
    long now = System.nanoTime();
    silence += Math.min(now - lastLook, TimeUnit.MILLISECONDS.toNanos(2 * LOOK_MILLIS));
    lastLook = now;
    Duration limit = isConnected ? times.deadAfter() : times.handshake().plus(times.deadAfter());
    if (silence > limit.toNanos()) {
      end(new Ending.Lost("silent for " + limit.toSeconds() + " s"));
    }
  }

  void close() {
    end(new Ending.Lost("closed"));
  }

  private void end(Ending ending) {
    if (ended.tryComplete(ending)) {
      vertx.cancelTimer(watchdog);
      client.close();
    }
  }
}
