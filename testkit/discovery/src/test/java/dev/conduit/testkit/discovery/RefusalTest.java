// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.discovery;

import static dev.conduit.testkit.discovery.Snapshots.POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.discovery.v1.Ack;
import dev.conduit.discovery.v1.ClientMessage;
import dev.conduit.discovery.v1.Hello;
import dev.conduit.operator.discovery.DiscoveryServer;
import dev.conduit.operator.discovery.DiscoveryTls;
import dev.conduit.operator.discovery.Sync;
import dev.conduit.sidecar.app.discovery.SnapshotStream;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.common.GrpcStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who does not get through, what both logs say, and that nothing but the cause has to be cured. */
class RefusalTest {
  private final Vertx vertx = Vertx.vertx();
  @TempDir Path folder;
  private Control control;

  @BeforeEach
  void start() {
    control = new Control(vertx, folder);
    control.hub.publish(POLICY, Snapshots.of("r1", "a"));
  }

  @AfterEach
  void close() {
    Await.done(vertx.close());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "expired | UNAUTHENTICATED | the token is no good: expired",
        "'' | UNAUTHENTICATED | there is no token in the metadata",
        "of-another | PERMISSION_DENIED | ServiceAccount other/default may read policies of namespace other only",
        "cannot-ask | UNAVAILABLE | the API server is away",
      })
  void token_noGood_isDeniedUntilItIsReplaced(String token, String status, String reason) {
    Control.write(folder.resolve("token"), token);
    try (LogLines server = new LogLines(DiscoveryServer.class);
        LogLines sidecar = new LogLines(SnapshotStream.class);
        Follower follower = follow()) {
      Await.until(
          () ->
              assertThat(sidecar.lines)
                  .anySatisfy(
                      line ->
                          assertThat(line)
                              .startsWith("WARN discovery refused, the last good snapshot stays")
                              .contains("policy=apps/chat")
                              .endsWith("cause=" + status + ": " + reason)));
      assertThat(server.lines)
          .anySatisfy(
              line ->
                  assertThat(line)
                      .startsWith("WARN discovery denied: policy=apps/chat from=127.0.0.1")
                      .endsWith("status=" + status + " reason=" + reason));
      assertThat(server.lines).allSatisfy(line -> assertThat(line).doesNotContain("token="));
      assertThat(control.hub.sync(POLICY)).isEqualTo(Sync.NONE);
      assertThat(follower.taken).isEmpty();

      Control.write(folder.resolve("token"), Control.GOOD);
      Await.until(() -> assertThat(follower.revision()).isEqualTo("r1"));
      Await.until(
          () ->
              assertThat(sidecar.lines)
                  .anyMatch(line -> line.startsWith("INFO discovery connected")));
      assertThat(sidecar.lines.stream().filter(line -> line.contains("refused")))
          .as("each trouble once, not with each attempt")
          .hasSize(1);
    }
  }

  @Test
  void authority_another_isNotTrustedUntilItIsReplaced() {
    DiscoveryTls stranger = Control.certificates(Control.NAMES);
    Control.write(folder.resolve("ca.crt"), stranger.trusted());
    try (LogLines sidecar = new LogLines(SnapshotStream.class);
        Follower follower = follow()) {
      Await.until(
          () ->
              assertThat(sidecar.lines)
                  .anySatisfy(
                      line ->
                          assertThat(line)
                              .startsWith("WARN discovery lost")
                              .contains("cause=TLS: ")
                              .contains("from a CA in " + folder.resolve("ca.crt"))));
      assertThat(follower.taken).isEmpty();
      Control.write(folder.resolve("ca.crt"), stranger.trusted() + control.tls.trusted());
      Await.until(() -> assertThat(follower.revision()).isEqualTo("r1"));
    }
  }

  @Test
  void certificate_ofAnotherName_isNotTrustedUntilTheServerShowsTheRightOne() {
    DiscoveryTls wrong = Control.certificates(Set.of("elsewhere"));
    Await.done(control.server.use(wrong.serving()));
    Control.write(folder.resolve("ca.crt"), wrong.trusted() + control.tls.trusted());
    try (LogLines sidecar = new LogLines(SnapshotStream.class);
        Follower follower = follow()) {
      Await.until(
          () ->
              assertThat(sidecar.lines)
                  .anySatisfy(
                      line ->
                          assertThat(line)
                              .contains("No subject alternative DNS name matching localhost found")
                              .contains("the server's certificate must be for localhost")));
      assertThat(follower.taken).isEmpty();
      Await.done(control.server.use(control.tls.serving()));
      Await.until(() -> assertThat(follower.revision()).isEqualTo("r1"));
    }
  }

  @Test
  void certificate_rotated_keepsStreamsAndServesNewOnes() {
    try (Follower follower = follow()) {
      Await.until(() -> assertThat(follower.revision()).isEqualTo("r1"));
      DiscoveryTls other = Control.certificates(Control.NAMES);
      Await.done(control.server.use(other.serving()));
      Control.write(folder.resolve("ca.crt"), other.trusted());
      control.hub.publish(POLICY, Snapshots.of("r2", "a"));
      Await.until(() -> assertThat(follower.revision()).isEqualTo("r2"));
      assertThat(follower.taken).as("on the stream that there was").hasSize(2);
      try (Follower late = follow()) {
        Await.until(() -> assertThat(late.revision()).isEqualTo("r2"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"ca.crt", "token"})
  void file_missing_isSaidAndWaitedFor(String name) throws IOException {
    String content = Files.readString(folder.resolve(name));
    Files.delete(folder.resolve(name));
    try (LogLines sidecar = new LogLines(SnapshotStream.class);
        Follower follower = follow()) {
      Await.until(
          () ->
              assertThat(sidecar.lines)
                  .anyMatch(line -> line.endsWith("cause=no file " + folder.resolve(name))));
      Control.write(folder.resolve(name), content);
      Await.until(() -> assertThat(follower.revision()).isEqualTo("r1"));
    }
  }

  @Test
  void authority_garbage_isSaid() {
    Control.write(folder.resolve("ca.crt"), "not pem");
    try (LogLines sidecar = new LogLines(SnapshotStream.class);
        Follower follower = follow()) {
      Await.until(
          () ->
              assertThat(sidecar.lines)
                  .anyMatch(
                      line ->
                          line.endsWith(
                              "cause=there is no readable certificate in "
                                  + folder.resolve("ca.crt"))));
      assertThat(follower.taken).isEmpty();
    }
  }

  @Test
  void caller_thatDoesNotBeginWithHello_isTurnedAway() {
    ClientMessage ack = ClientMessage.newBuilder().setAck(Ack.getDefaultInstance()).build();
    ClientMessage nobody = ClientMessage.newBuilder().setHello(Hello.getDefaultInstance()).build();
    for (ClientMessage first : List.of(ack, nobody, ClientMessage.getDefaultInstance())) {
      var call = RawCall.open(vertx, control);
      Await.done(call.write(Buffer.buffer(first.toByteArray())));
      assertThat(Await.done(call.response()).status()).isEqualTo(GrpcStatus.INVALID_ARGUMENT);
    }
    assertThat(control.checks).as("no token is looked at for that").hasValue(0);
  }

  @Test
  void caller_thatSpeaksSomethingElse_isTurnedAway() {
    var call = RawCall.open(vertx, control);
    Await.done(call.write(Buffer.buffer("\u0001\u0002 no message")));
    assertThat(Await.done(call.response()).status()).isEqualTo(GrpcStatus.INVALID_ARGUMENT);
    var other = RawCall.open(vertx, control);
    other.methodName("Other");
    Await.done(other.write(Buffer.buffer()));
    assertThat(Await.done(other.response()).status()).isEqualTo(GrpcStatus.UNIMPLEMENTED);
  }

  private Follower follow() {
    return new Follower(vertx, folder, "localhost:" + control.port()).start();
  }
}
