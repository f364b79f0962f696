// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.conduit.contract.PolicyRef;
import dev.conduit.discovery.v1.ClientMessage;
import dev.conduit.discovery.v1.Hello;
import dev.conduit.operator.discovery.CallerCheck.Caller;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One data plane's stream. Confined to the server's event loop, but for {@link #wake}.
 *
 * <pre>
 *  waiting for Hello --Hello, token good--> watching --end, silence, age--> closed
 *         \--anything else, 10 s----------------------------------------------^
 * </pre>
 */
final class WatchStream {
  private static final Logger LOG = Logger.getLogger(DiscoveryServer.class);
  private static final int WRITE_QUEUE_BYTES = 64 * 1024;

  private final StreamHost host;
  private final Context context;
  private final GrpcServerRequest<Buffer, Buffer> request;
  private final GrpcServerResponse<Buffer, Buffer> response;
  private final String token;
  private final long endsAt;
  private final AtomicBoolean isAwake = new AtomicBoolean();
  private @Nullable Subscription subscription;
  private boolean isGreeted;
  private boolean isClosed;
  private long lastHeard;
  private long lastSent;

  /** What a stream needs of its server. */
  interface StreamHost {
    SnapshotHub hub();

    DiscoveryOptions options();

    /** Answers on the event loop; blocks nobody. */
    void check(String token, java.util.function.Consumer<Caller> answer);

    /**
     * In nanoseconds; stands still while the event loop is held up, so that what waits in the
     * sockets then does not count as silence.
     */
    long loopTime();

    Instant now();

    void denied(String from, PolicyRef policy, GrpcStatus status, String reason);

    void closed(WatchStream stream);
  }

  /**
   * @param endsAt by the loop's time
   */
  WatchStream(
      StreamHost host,
      Context context,
      GrpcServerRequest<Buffer, Buffer> request,
      String token,
      long endsAt) {
    this.host = host;
    this.context = context;
    this.request = request;
    this.response = request.response();
    this.token = token;
    this.endsAt = endsAt;
    this.lastHeard = host.loopTime();
    this.lastSent = lastHeard;
  }

  void start() {
    response.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
    response.exceptionHandler(_ -> close());
    request.exceptionHandler(_ -> close());
    request.endHandler(_ -> end(GrpcStatus.OK, ""));
    request.handler(this::heard);
    request.resume();
  }

  private void heard(Buffer bytes) {
    if (isClosed) {
      return;
    }
    lastHeard = host.loopTime();
    try {
      ClientMessage message = ClientMessage.parseFrom(bytes.getBytes());
      if (isGreeted == message.hasHello()) {
        end(GrpcStatus.INVALID_ARGUMENT, "one Hello is expected, as the first message");
        return;
      }
      Subscription watching = subscription;
      switch (message.getKindCase()) {
        case HELLO -> hello(message.getHello());
        case ACK -> Optional.ofNullable(watching).ifPresent(w -> w.acknowledged(message.getAck()));
        case NACK -> Optional.ofNullable(watching).ifPresent(w -> w.refused(message.getNack()));
        case KIND_NOT_SET -> {} // of a newer data plane
      }
    } catch (InvalidProtocolBufferException e) {
      end(GrpcStatus.INVALID_ARGUMENT, "not a message of discovery.proto: " + e.getMessage());
    }
  }

  private void hello(Hello hello) {
    PolicyRef policy = new PolicyRef(hello.getPolicyNamespace(), hello.getPolicyName());
    isGreeted = true;
    if (policy.namespace().isEmpty() || policy.name().isEmpty()) {
      end(GrpcStatus.INVALID_ARGUMENT, "the Hello names no policy");
      return;
    }
    if (token.isEmpty()) {
      deny(policy, GrpcStatus.UNAUTHENTICATED, "there is no token in the metadata");
      return;
    }
    host.check(token, caller -> identified(hello, policy, caller));
  }

  private void identified(Hello hello, PolicyRef policy, Caller caller) {
    if (isClosed) {
      return;
    }
    switch (caller) {
      case Caller.Allowed allowed when allowed.mayRead(policy) -> watch(hello, policy, allowed);
      case Caller.Allowed allowed ->
          deny(
              policy,
              GrpcStatus.PERMISSION_DENIED,
              String.format(
                  Locale.ROOT,
                  "ServiceAccount %s/%s may read policies of namespace %s only",
                  allowed.namespace(),
                  allowed.serviceAccount(),
                  allowed.namespace()));
      case Caller.Denied(String reason) -> deny(policy, GrpcStatus.UNAUTHENTICATED, reason);
      case Caller.Unavailable(String reason) -> deny(policy, GrpcStatus.UNAVAILABLE, reason);
    }
  }

  private void deny(PolicyRef policy, GrpcStatus status, String reason) {
    host.denied(from(), policy, status, reason);
    end(status, reason);
  }

  private void watch(Hello hello, PolicyRef policy, Caller.Allowed caller) {
    Hello known = caller.pod().map(name -> hello.toBuilder().setPod(name).build()).orElse(hello);
    LOG.debugf("discovery watch: policy=%s pod=%s from=%s", policy, known.getPod(), from());
    subscription = host.hub().subscribe(policy, known, this::wake);
    response.drainHandler(_ -> pump());
    pump();
    keepAlive(); // tells a data plane that is up to date so
  }

  /** There may be something to send. Any thread; many calls make one look. */
  private void wake() {
    if (isAwake.compareAndSet(false, true)) {
      context.runOnContext(_ -> pump());
    }
  }

  private void pump() {
    isAwake.set(false);
    Subscription watching = subscription;
    while (watching != null && !isClosed && !response.writeQueueFull()) {
      Optional<byte[]> next = watching.next();
      if (next.isEmpty()) {
        return;
      }
      write(next.get());
    }
  }

  private void write(byte[] message) {
    lastSent = host.loopTime();
    response.write(Buffer.buffer(message));
  }

  private void keepAlive() {
    Subscription watching = subscription;
    if (watching != null && !isClosed && !response.writeQueueFull()) {
      write(watching.keepAlive(host.now()));
    }
  }

  /** Looks at the clock; called about once a second. */
  void tick() {
    long now = host.loopTime();
    DiscoveryOptions options = host.options();
    if (now - lastHeard > options.deadAfter().toNanos()) {
      LOG.debugf("discovery peer silent: from=%s", from());
      close();
      request.connection().close();
    } else if (now - endsAt > 0) {
      end(GrpcStatus.OK, "");
    } else if (now - lastSent >= options.keepAlive().toNanos()) {
      keepAlive();
    }
  }

  void end(GrpcStatus status, String message) {
    if (isClosed) {
      return;
    }
    close();
    response.status(status);
    if (!message.isEmpty()) {
      response.statusMessage(message);
    }
    response.end();
  }

  private void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    Subscription watching = subscription;
    if (watching != null) {
      watching.close();
    }
    host.closed(this);
  }

  private String from() {
    return String.valueOf(request.connection().remoteAddress());
  }
}
