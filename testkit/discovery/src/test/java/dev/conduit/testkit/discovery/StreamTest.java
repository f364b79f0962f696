// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.discovery;

import static dev.conduit.testkit.discovery.Snapshots.POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.operator.discovery.Sync;
import dev.conduit.sidecar.app.discovery.SnapshotStream;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What passes between both ends, and what is left when one of them is gone. */
class StreamTest {
  private final Vertx vertx = Vertx.vertx();
  @TempDir Path folder;
  private Control control;

  @BeforeEach
  void start() {
    control = new Control(vertx, folder);
  }

  @AfterEach
  void close() {
    Await.done(vertx.close());
  }

  @Test
  void snapshot_published_isTakenAndAcknowledged() {
    control.hub.publish(POLICY, Snapshots.of("r1", "a"));
    try (Follower follower = follow()) {
      Await.until(() -> assertThat(follower.revision()).isEqualTo("r1"));
      Await.until(() -> assertThat(control.hub.sync(POLICY)).isEqualTo(new Sync(1, 1, List.of())));
      Await.until(() -> assertThat(follower.stream.isConnected()).isTrue());
    }
    Await.until(() -> assertThat(control.hub.sync(POLICY)).isEqualTo(Sync.NONE));
  }

  @Test
  void follower_beforeThePolicyExists_waitsForIt() {
    try (Follower follower = follow()) {
      Await.until(() -> assertThat(follower.stream.isConnected()).isTrue());
      assertThat(follower.taken).isEmpty();
      control.hub.publish(POLICY, Snapshots.of("r1", "a"));
      Await.until(() -> assertThat(follower.revision()).isEqualTo("r1"));
    }
  }

  @Test
  void endpoints_changing_arriveSoonAndAsDifferences() {
    control.hub.publish(POLICY, Snapshots.of("r1", "a"));
    try (Follower follower = follow()) {
      Await.until(() -> assertThat(follower.endpoints()).containsExactly("a"));
      List<Long> micros = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        String name = "b" + i;
        long began = System.nanoTime();
        control.hub.publish(POLICY, Snapshots.of("r1", "a", name));
        Await.until(() -> assertThat(follower.endpoints()).containsExactly("a", name));
        micros.add((System.nanoTime() - began) / 1000);
      }
      micros.sort(null);
      System.out.printf(
          "endpoint change, published to taken: median %d us, slowest %d us of 50%n",
          micros.get(25), micros.get(49));
      assertThat(follower.problems).isEmpty();
      assertThat(follower.taken).hasSize(51);
    }
  }

  @Test
  void snapshot_invalid_isRefusedAndTheLastGoodStays() {
    control.hub.publish(POLICY, Snapshots.of("r1", "a"));
    try (Follower follower = follow()) {
      Await.until(() -> assertThat(control.hub.sync(POLICY).inSync()).isEqualTo(1));
      control.hub.publish(POLICY, Snapshots.invalid("r2"));
      Await.until(() -> assertThat(control.hub.sync(POLICY).refusals()).hasSize(1));
      Sync.Refusal refusal = control.hub.sync(POLICY).refusals().getFirst();
      assertThat(refusal.pod()).as("by the token, not by what it says").isEqualTo("pod-of-token");
      assertThat(refusal.problems())
          .anyMatch(problem -> problem.startsWith("classifier.defaultTier: \"light\""));
      assertThat(follower.problems).isEqualTo(refusal.problems());
      assertThat(follower.revision()).isEqualTo("r1");
      assertThat(control.hub.sync(POLICY).inSync()).isZero();

      control.hub.publish(POLICY, Snapshots.of("r3", "a"));
      Await.until(() -> assertThat(follower.revision()).isEqualTo("r3"));
      Await.until(() -> assertThat(control.hub.sync(POLICY)).isEqualTo(new Sync(1, 1, List.of())));
    }
  }

  @Test
  void server_goneAndBack_isFoundAgainAndSendsNothingThatIsKnown() {
    RoutingSnapshot first = Snapshots.of("r1", "a").issuedAt(Instant.now());
    control.hub.publish(POLICY, first);
    try (Follower follower = follow()) {
      Await.until(() -> assertThat(follower.revision()).isEqualTo("r1"));
      int port = control.port();
      control.kill();
      Await.until(() -> assertThat(follower.stream.isConnected()).isFalse());
      assertThat(follower.revision()).isEqualTo("r1");

      control.comeBack(port);
      Await.until(() -> assertThat(follower.stream.isConnected()).isTrue());
      int confirmed = follower.confirmations.get();
      control.hub.publish(POLICY, first);
      Await.until(() -> assertThat(follower.confirmations.get()).isGreaterThan(confirmed));
      assertThat(follower.taken).as("sent once").hasSize(1);
      Await.until(() -> assertThat(control.hub.sync(POLICY)).isEqualTo(new Sync(1, 1, List.of())));
      control.hub.publish(POLICY, Snapshots.of("r1", "a", "b"));
      Await.until(() -> assertThat(follower.endpoints()).containsExactly("a", "b"));
    }
  }

  @Test
  void server_thatWasNeverThere_isFoundWhenItComes() {
    int port = control.port();
    control.kill();
    try (Follower follower = follow("localhost:" + port)) {
      control.comeBack(port);
      control.hub.publish(POLICY, Snapshots.of("r1", "a"));
      Await.until(() -> assertThat(follower.revision()).isEqualTo("r1"));
    }
  }

  @Test
  void follower_withAFileCopy_isSentOnlyWhatIsNewer() {
    RoutingSnapshot copy = Snapshots.of("r1", "a").issuedAt(Instant.now());
    control.hub.publish(POLICY, copy);
    try (Follower follower = new Follower(vertx, folder, address()).startWith(copy)) {
      Await.until(() -> assertThat(control.hub.sync(POLICY).inSync()).isEqualTo(1));
      Await.until(() -> assertThat(follower.confirmations.get()).isPositive());
      assertThat(follower.taken).isEmpty();
    }
  }

  @Test
  void policy_withdrawn_leavesTheLastGoodAndComesBack() {
    control.hub.publish(POLICY, Snapshots.of("r1", "a"));
    try (Follower follower = follow()) {
      Await.until(() -> assertThat(control.hub.sync(POLICY).inSync()).isEqualTo(1));
      control.hub.withdraw(POLICY);
      int confirmed = follower.confirmations.get();
      control.hub.publish(POLICY, Snapshots.of("r2", "a"));
      Await.until(() -> assertThat(follower.revision()).isEqualTo("r2"));
      Await.until(() -> assertThat(follower.confirmations.get()).isGreaterThan(confirmed));
    }
  }

  @Test
  void stream_old_isBegunAnewWithoutAWord() {
    control.restart(Duration.ofSeconds(1));
    control.hub.publish(POLICY, Snapshots.of("r1", "a"));
    try (LogLines log = new LogLines(SnapshotStream.class);
        Follower follower = follow()) {
      Await.until(
          () -> {
            assertThat(control.hub.sync(POLICY).inSync()).isEqualTo(1);
            assertThat(control.checks.get()).as("tokens looked at").isGreaterThan(2);
          });
      assertThat(follower.taken).as("what is known is not sent again").hasSize(1);
      assertThat(log.lines).noneMatch(line -> line.startsWith("WARN"));
    }
  }

  @Test
  void network_deadWithoutAWord_isNoticedByBothEnds() {
    control.hub.publish(POLICY, Snapshots.of("r1", "a"));
    try (Wire wire = new Wire(vertx, control.port());
        Follower follower = follow("localhost:" + wire.port())) {
      Await.until(() -> assertThat(control.hub.sync(POLICY).inSync()).isEqualTo(1));
      wire.cut();
      Await.until(() -> assertThat(follower.stream.isConnected()).isFalse());
      Await.until(() -> assertThat(control.hub.sync(POLICY)).isEqualTo(Sync.NONE));
      assertThat(follower.revision()).isEqualTo("r1");
      wire.mend();
      Await.until(() -> assertThat(control.hub.sync(POLICY).inSync()).isEqualTo(1));
    }
  }

  private Follower follow() {
    return follow(address());
  }

  private Follower follow(String address) {
    return new Follower(vertx, folder, address).start();
  }

  private String address() {
    return "localhost:" + control.port();
  }
}
