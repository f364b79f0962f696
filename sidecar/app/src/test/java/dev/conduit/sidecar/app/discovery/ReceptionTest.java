// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.conduit.contract.PolicyRef;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.SnapshotCodec;
import dev.conduit.discovery.v1.ClientMessage;
import dev.conduit.discovery.v1.EndpointChanges;
import dev.conduit.discovery.v1.FullSnapshot;
import dev.conduit.discovery.v1.KeepAlive;
import dev.conduit.discovery.v1.Nack;
import dev.conduit.discovery.v1.ServerMessage;
import dev.conduit.discovery.v1.Version;
import dev.conduit.discovery.wire.EndpointDelta;
import dev.conduit.discovery.wire.Versions;
import dev.conduit.sidecar.app.wiring.Snapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceptionTest {
  private static final PolicyRef POLICY = new PolicyRef("default", "test");
  private static final RoutingSnapshot FIRST = issued(1, Snapshots.light(9001).build());
  private static final RoutingSnapshot SECOND = issued(2, Snapshots.light(9001, 9002).build());

  private final Heard heard = new Heard();
  private final Reception reception = new Reception(POLICY, heard);

  @Test
  void full_valid_isUsedAndAcknowledged() {
    assertThat(take(full(FIRST)).getAck().getRunning()).isEqualTo(Versions.of(FIRST));
    assertThat(heard.streamed).containsExactly(FIRST);
  }

  @Test
  void full_thatRunsAlready_isConfirmedOnly() {
    heard.running = Optional.of(FIRST);
    take(full(FIRST));
    assertThat(heard.streamed).isEmpty();
    assertThat(heard.confirmed).containsExactly(FIRST);
  }

  @Test
  void full_invalid_isRefusedWithItsProblems() {
    heard.running = Optional.of(FIRST);
    RoutingSnapshot bad = SECOND.targets(List.of());
    Nack nack = take(full(bad)).getNack();
    assertThat(nack.getProblemsList()).contains("targets: at least one is required");
    assertThat(nack.getRefused()).isEqualTo(Versions.of(bad));
    assertThat(nack.getRunning()).isEqualTo(Versions.of(FIRST));
    assertThat(nack.getSendFull()).isFalse();
    assertThat(heard.refused).isEqualTo(nack.getProblemsList());
    assertThat(heard.streamed).isEmpty();
  }

  @Test
  void full_ofAnotherPolicy_isRefused() {
    Reception other = new Reception(new PolicyRef("apps", "chat"), heard);
    Nack nack = other.take(full(FIRST)).orElseThrow().getNack();
    assertThat(nack.getProblemsList()).containsExactly("policy: default/test is not apps/chat");
    assertThat(heard.streamed).isEmpty();
  }

  @Test
  void endpoints_forWhatRuns_areJoined() {
    heard.running = Optional.of(FIRST);
    EndpointChanges changes = EndpointDelta.between(FIRST, SECOND).orElseThrow();
    ClientMessage answer = take(ServerMessage.newBuilder().setEndpoints(changes).build());
    assertThat(answer.getAck().getRunning()).isEqualTo(Versions.of(SECOND));
    assertThat(heard.streamed).containsExactly(SECOND);
  }

  @Test
  void endpoints_joinedToSomethingInvalid_areRefused() {
    heard.running = Optional.of(FIRST);
    EndpointChanges changes = EndpointDelta.between(FIRST, SECOND).orElseThrow();
    var target = changes.getTargets(0);
    var noUrl = target.getUpsert(0).toBuilder().setUrl("9002");
    EndpointChanges bad =
        changes.toBuilder().setTargets(0, target.toBuilder().setUpsert(0, noUrl)).build();
    Nack nack = take(ServerMessage.newBuilder().setEndpoints(bad).build()).getNack();
    assertThat(nack.getProblemsList()).anyMatch(problem -> problem.contains("\"9002\" must be"));
    assertThat(heard.streamed).isEmpty();
  }

  @Test
  void endpoints_forAnotherBaseOrNone_askForAll() {
    EndpointChanges changes = EndpointDelta.between(FIRST, SECOND).orElseThrow();
    ServerMessage message = ServerMessage.newBuilder().setEndpoints(changes).build();
    assertThat(take(message).getNack().getSendFull()).as("nothing runs").isTrue();
    heard.running = Optional.of(SECOND);
    assertThat(take(message).getNack().getSendFull()).as("another runs").isTrue();
    assertThat(heard.refused).as("that is no bad snapshot").isEmpty();
    assertThat(heard.streamed).isEmpty();
  }

  @Test
  void keepAlive_confirmsOnlyWhatItNames() {
    heard.running = Optional.of(FIRST);
    assertThat(take(alive(Versions.of(FIRST))).getAck().getRunning()).isEqualTo(Versions.of(FIRST));
    take(alive(Versions.of(SECOND)));
    take(ServerMessage.newBuilder().setKeepAlive(KeepAlive.getDefaultInstance()).build());
    assertThat(heard.confirmed).containsExactly(FIRST);
  }

  @Test
  void message_ofANewerServer_isPassedOver() {
    assertThat(reception.take(ServerMessage.getDefaultInstance())).isEmpty();
  }

  private ClientMessage take(ServerMessage message) {
    return reception.take(message).orElseThrow();
  }

  private static ServerMessage full(RoutingSnapshot snapshot) {
    FullSnapshot full =
        FullSnapshot.newBuilder()
            .setVersion(Versions.of(snapshot))
            .setSnapshot(ByteString.copyFrom(new SnapshotCodec().encode(snapshot)))
            .build();
    return ServerMessage.newBuilder().setFull(full).build();
  }

  private static ServerMessage alive(Version current) {
    return ServerMessage.newBuilder()
        .setKeepAlive(KeepAlive.newBuilder().setCurrent(current))
        .build();
  }

  private static RoutingSnapshot issued(long millis, RoutingSnapshot snapshot) {
    return snapshot.issuedAt(Instant.ofEpochMilli(millis));
  }

  private static final class Heard implements StreamListener {
    final List<RoutingSnapshot> streamed = new ArrayList<>();
    final List<RoutingSnapshot> confirmed = new ArrayList<>();
    final List<String> refused = new ArrayList<>();
    Optional<RoutingSnapshot> running = Optional.empty();

    @Override
    public Optional<RoutingSnapshot> running() {
      return running;
    }

    @Override
    public void streamed(RoutingSnapshot snapshot) {
      streamed.add(snapshot);
      running = Optional.of(snapshot);
    }

    @Override
    public void refused(List<String> problems) {
      refused.addAll(problems);
    }

    @Override
    public void confirmed(RoutingSnapshot latest) {
      confirmed.add(latest);
    }
  }
}
