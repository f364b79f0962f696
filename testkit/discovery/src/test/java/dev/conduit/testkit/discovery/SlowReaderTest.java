// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.discovery;

import static dev.conduit.testkit.discovery.Snapshots.POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.discovery.v1.Ack;
import dev.conduit.discovery.v1.ClientMessage;
import dev.conduit.discovery.v1.Hello;
import dev.conduit.discovery.v1.ServerMessage;
import dev.conduit.discovery.v1.Version;
import dev.conduit.discovery.wire.Versions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.client.GrpcClientRequest;
import io.vertx.grpc.client.GrpcClientResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data plane that does not read must not make the control plane keep what it does not read. */
class SlowReaderTest {
  private static final int CHANGES = 500;
  private static final int ENDPOINTS = 2000;

  private final Vertx vertx = Vertx.vertx();
  @TempDir Path folder;

  @AfterEach
  void close() {
    Await.done(vertx.close());
  }

  @Test
  void reader_asleepWhileMuchChanges_wakesToTheLatestAndFewBytes() throws Exception {
    try (Control control = new Control(vertx, folder)) {
      control.hub.publish(POLICY, big(0));
      Reader reader = new Reader(control);
      Await.until(() -> assertThat(reader.received).isNotEmpty());
      reader.response().pause();
      long onePublish = reader.received.getFirst().getSerializedSize();
      assertThat(onePublish).isGreaterThan(200_000);

      for (int i = 1; i <= CHANGES; i++) {
        control.hub.publish(POLICY, big(i));
        reader.stayAlive();
      }
      int before = reader.received.size();
      reader.response().resume();
      Version last = Versions.of(big(CHANGES));
      Await.until(
          () -> {
            reader.stayAlive();
            assertThat(reader.version()).isEqualTo(last);
          });
      long bytes =
          reader.received.stream().skip(before).mapToLong(ServerMessage::getSerializedSize).sum();
      System.out.printf(
          "slow reader: %d issues of %d bytes while it slept, %d bytes for it%n",
          CHANGES, onePublish, bytes);
      assertThat(bytes).as("of %d published", CHANGES * onePublish).isLessThan(25 * onePublish);
    }
  }

  @Test
  void reader_thatNeverWakes_isDropped() throws Exception {
    try (Control control = new Control(vertx, folder)) {
      control.hub.publish(POLICY, big(0));
      Reader reader = new Reader(control);
      Await.until(() -> assertThat(control.hub.sync(POLICY).total()).isEqualTo(1));
      reader.response().pause();
      Await.until(() -> assertThat(control.hub.sync(POLICY).total()).isZero());
    }
  }

  /** All of its endpoints change each time, so a difference is as big as the whole. */
  private static RoutingSnapshot big(int i) {
    String[] names = new String[ENDPOINTS];
    for (int j = 0; j < ENDPOINTS; j++) {
      names[j] = "endpoint-%05d".formatted(j);
    }
    return Snapshots.at("http://10.0.0.1:" + (8000 + i), "r1", names)
        .issuedAt(Instant.ofEpochMilli(1_000_000 + i));
  }

  /** Speaks the protocol by hand. */
  private final class Reader {
    final List<ServerMessage> received = new CopyOnWriteArrayList<>();
    private final GrpcClientRequest<Buffer, Buffer> request;
    private final GrpcClientResponse<Buffer, Buffer> response;

    Reader(Control control) {
      request = RawCall.open(vertx, control);
      Hello hello =
          Hello.newBuilder()
              .setPolicyNamespace(POLICY.namespace())
              .setPolicyName(POLICY.name())
              .build();
      send(ClientMessage.newBuilder().setHello(hello).build());
      response =
          Await.done(
              request
                  .response()
                  .map(
                      one -> {
                        one.handler(bytes -> received.add(parsed(bytes)));
                        return one;
                      }));
    }

    GrpcClientResponse<Buffer, Buffer> response() {
      return response;
    }

    void stayAlive() {
      send(ClientMessage.newBuilder().setAck(Ack.getDefaultInstance()).build());
    }

    /** Of the last content; a keep-alive is none. */
    Version version() {
      Version last = Version.getDefaultInstance();
      for (ServerMessage one : received) {
        last = one.hasFull() ? one.getFull().getVersion() : last;
        last = one.hasEndpoints() ? one.getEndpoints().getVersion() : last;
      }
      return last;
    }

    private void send(ClientMessage message) {
      Await.done(request.write(Buffer.buffer(message.toByteArray())));
    }

    private static ServerMessage parsed(Buffer bytes) {
      try {
        return ServerMessage.parseFrom(bytes.getBytes());
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        throw new AssertionError("no message", e);
      }
    }
  }
}
