// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.discovery;

import static dev.conduit.operator.discovery.Snapshots.POLICY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.conduit.contract.PolicyRef;
import dev.conduit.discovery.v1.Ack;
import dev.conduit.discovery.v1.Hello;
import dev.conduit.discovery.v1.Nack;
import dev.conduit.discovery.v1.ServerMessage;
import dev.conduit.discovery.v1.ServerMessage.KindCase;
import dev.conduit.discovery.v1.Version;
import dev.conduit.discovery.wire.Versions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SnapshotHubTest {
  private final List<PolicyRef> heard = new ArrayList<>();
  private final SnapshotHub hub = new SnapshotHub(() -> Instant.ofEpochMilli(1000), heard::add);
  private final AtomicInteger woken = new AtomicInteger();

  @Test
  void subscribe_beforeThereIsASnapshot_getsItWhenItComes() throws Exception {
    Subscription one = subscribe(Version.getDefaultInstance());
    assertThat(one.next()).isEmpty();
    hub.publish(POLICY, Snapshots.of("r1", "a"));
    assertThat(woken).hasValue(1);
    ServerMessage message = next(one);
    assertThat(message.getKindCase()).isEqualTo(KindCase.FULL);
    assertThat(message.getFull().getVersion()).isEqualTo(version("r1", 1000));
    assertThat(one.next()).isEmpty();
  }

  @Test
  void subscribe_withTheCurrentOneInHand_getsNothing() {
    hub.publish(POLICY, Snapshots.of("r1", "a"));
    Subscription one = subscribe(version("r1", 1000));
    assertThat(one.next()).isEmpty();
    assertThat(hub.sync(POLICY)).isEqualTo(new Sync(1, 1, List.of()));
  }

  @Test
  void publish_endpointsOnly_sendsTheDifference() throws Exception {
    hub.publish(POLICY, Snapshots.of("r1", "a"));
    Subscription one = subscribe(version("r1", 1000));
    assertThat(one.next()).isEmpty();
    hub.publish(POLICY, Snapshots.of("r1", "a", "b"));
    ServerMessage message = next(one);
    assertThat(message.getKindCase()).isEqualTo(KindCase.ENDPOINTS);
    assertThat(message.getEndpoints().getBase()).isEqualTo(version("r1", 1000));
    assertThat(message.getEndpoints().getVersion())
        .as("later than its predecessor, though the clock stands still")
        .isEqualTo(version("r1", 1001));
  }

  @Test
  void publish_sameContent_sendsNothing() {
    hub.publish(POLICY, Snapshots.of("r1", "a"));
    Subscription one = subscribe(version("r1", 1000));
    assertThat(one.next()).isEmpty();
    hub.publish(POLICY, Snapshots.of("r1", "a"));
    hub.publish(POLICY, Snapshots.of("r1", "a").issuedAt(Instant.ofEpochMilli(5000)));
    assertThat(one.next()).isEmpty();
    assertThat(woken).hasValue(0);
  }

  @Test
  void publish_manyWhileOneDoesNotRead_sendsTheLastOnly() throws Exception {
    hub.publish(POLICY, Snapshots.of("r1", "a"));
    Subscription slow = subscribe(version("r1", 1000));
    assertThat(slow.next()).isEmpty();
    for (int i = 0; i < 100; i++) {
      hub.publish(POLICY, Snapshots.of("r1", "a", "b" + i));
    }
    ServerMessage message = next(slow);
    assertThat(message.getEndpoints().getBase()).isEqualTo(version("r1", 1000));
    assertThat(message.getEndpoints().getVersion()).isEqualTo(version("r1", 1100));
    assertThat(message.getEndpoints().getTargets(0).getUpsertList()).hasSize(1);
    assertThat(slow.next()).isEmpty();
  }

  @Test
  void refused_keepsWhatItRunsAndGetsTheNextInFull() throws Exception {
    Subscription one = subscribe(Version.getDefaultInstance());
    hub.publish(POLICY, Snapshots.of("r1", "a"));
    next(one);
    one.acknowledged(Ack.newBuilder().setRunning(version("r1", 1000)).build());
    assertThat(hub.sync(POLICY)).isEqualTo(new Sync(1, 1, List.of()));

    hub.publish(POLICY, Snapshots.of("r2", "a"));
    next(one);
    one.refused(nack("r2", 1001, false));
    Sync.Refusal refusal = new Sync.Refusal("pod-1", "0.1", List.of("tiers: none"));
    assertThat(hub.sync(POLICY)).isEqualTo(new Sync(1, 0, List.of(refusal)));
    assertThat(one.next()).as("the same is not sent again").isEmpty();
    one.acknowledged(Ack.newBuilder().setRunning(version("r1", 1000)).build());
    assertThat(hub.sync(POLICY).refusals()).as("answering a keep-alive").hasSize(1);

    hub.publish(POLICY, Snapshots.of("r2", "a", "b"));
    assertThat(next(one).getKindCase()).isEqualTo(KindCase.FULL);
    one.acknowledged(Ack.newBuilder().setRunning(version("r2", 1002)).build());
    assertThat(hub.sync(POLICY)).isEqualTo(new Sync(1, 1, List.of()));
  }

  @Test
  void refused_askingForAll_getsAll() throws Exception {
    hub.publish(POLICY, Snapshots.of("r1", "a"));
    Subscription one = subscribe(version("r1", 1000));
    assertThat(one.next()).isEmpty();
    hub.publish(POLICY, Snapshots.of("r1", "b"));
    assertThat(next(one).getKindCase()).isEqualTo(KindCase.ENDPOINTS);
    one.refused(nack("r1", 1001, true));
    assertThat(next(one).getKindCase()).isEqualTo(KindCase.FULL);
    assertThat(one.next()).isEmpty();
  }

  @Test
  void withdraw_tellsByTheKeepAliveAndKeepsNobodyInSync() throws Exception {
    hub.publish(POLICY, Snapshots.of("r1", "a"));
    Subscription one = subscribe(version("r1", 1000));
    assertThat(alive(one).getKeepAlive().getCurrent()).isEqualTo(version("r1", 1000));
    hub.withdraw(POLICY);
    assertThat(alive(one).getKeepAlive().hasCurrent()).isFalse();
    assertThat(one.next()).isEmpty();
    assertThat(hub.policies()).isEmpty();
    assertThat(hub.sync(POLICY)).isEqualTo(new Sync(1, 0, List.of()));
    one.close();
    assertThat(hub.sync(POLICY)).isEqualTo(Sync.NONE);
  }

  @Test
  void restarted_withTheSameSnapshot_sendsNothingToThoseWhoHaveIt() {
    Subscription one = subscribe(version("r1", 700));
    hub.publish(POLICY, Snapshots.of("r1", "a").issuedAt(Instant.ofEpochMilli(700)));
    assertThat(one.next()).isEmpty();
    assertThat(hub.sync(POLICY).inSync()).isEqualTo(1);
  }

  @Test
  void publish_asAnotherPolicy_isRefused() {
    assertThatThrownBy(() -> hub.publish(new PolicyRef("apps", "other"), Snapshots.of("r1", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("snapshot of apps/chat cannot be published as apps/other");
  }

  @Test
  void sync_changes_areTold() {
    hub.publish(POLICY, Snapshots.of("r1", "a"));
    Subscription one = subscribe(Version.getDefaultInstance());
    heard.clear();
    one.acknowledged(Ack.newBuilder().setRunning(version("r1", 1000)).build());
    one.acknowledged(Ack.newBuilder().setRunning(version("r1", 1000)).build());
    assertThat(heard).as("once, not with each keep-alive").containsExactly(POLICY);
    one.close();
    assertThat(heard).hasSize(2);
  }

  private Subscription subscribe(Version running) {
    Hello.Builder hello = Hello.newBuilder().setPod("pod-1").setVersion("0.1");
    return hub.subscribe(POLICY, hello.setRunning(running).build(), woken::incrementAndGet);
  }

  private static Nack nack(String revision, long issued, boolean all) {
    return Nack.newBuilder()
        .setRefused(version(revision, issued))
        .setRunning(version("r1", 1000))
        .addProblems("tiers: none")
        .setSendFull(all)
        .build();
  }

  private static Version version(String revision, long issued) {
    return Versions.of(Snapshots.of(revision).issuedAt(Instant.ofEpochMilli(issued)));
  }

  private static ServerMessage next(Subscription one) throws InvalidProtocolBufferException {
    return ServerMessage.parseFrom(one.next().orElseThrow());
  }

  private static ServerMessage alive(Subscription one) throws InvalidProtocolBufferException {
    return ServerMessage.parseFrom(one.keepAlive(Instant.EPOCH));
  }
}
