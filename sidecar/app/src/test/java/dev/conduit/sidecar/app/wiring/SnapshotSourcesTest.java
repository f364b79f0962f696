// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.RoutingSnapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Which of two ways counts, and how old what runs is. Source: decision 0007. */
class SnapshotSourcesTest {
  private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DataPlane plane =
      new DataPlane(registry, nanos::get, () -> START.plusNanos(nanos.get()));
  private final SnapshotSources sources = new SnapshotSources(plane);

  @Test
  void file_withoutAStream_alwaysCounts() {
    sources.accepted(snapshot("new", 100));
    sources.accepted(snapshot("old", 50));
    assertThat(revision()).isEqualTo("old");
    sources.accepted(Snapshots.light(9001).revision("without a time").build());
    assertThat(revision()).isEqualTo("without a time");
  }

  @Test
  void file_afterAStream_countsOnlyIfIssuedLater() {
    sources.streamed(snapshot("streamed", 100));
    sources.accepted(snapshot("earlier", 99));
    sources.accepted(snapshot("same time", 100));
    sources.accepted(Snapshots.light(9001).revision("without a time").build());
    assertThat(revision()).isEqualTo("streamed");
    sources.accepted(snapshot("later", 101));
    assertThat(revision()).isEqualTo("later");
    assertThat(origin()).isEqualTo("file");
  }

  @Test
  void stream_alwaysCounts() {
    sources.accepted(snapshot("file", 100));
    sources.streamed(snapshot("streamed", 90));
    assertThat(revision()).isEqualTo("streamed");
  }

  @Test
  void file_thatTheStreamConfirms_isAsGoodAsStreamed() {
    RoutingSnapshot copy = snapshot("copy", 100);
    sources.accepted(copy);
    assertThat(origin()).isEqualTo("file");
    sources.confirmed(copy);
    assertThat(origin()).isEqualTo("stream");
    sources.accepted(snapshot("earlier", 50));
    assertThat(revision()).isEqualTo("copy");
  }

  @Test
  void age_ofAFile_isFromItsIssue() {
    sources.accepted(snapshot("file", -3600));
    assertThat(plane.snapshotAgeSeconds()).isEqualTo(3600);
    pass(Duration.ofSeconds(5));
    assertThat(plane.snapshotAgeSeconds()).isEqualTo(3605);
    sources.accepted(snapshot("of a clock ahead", 7200));
    assertThat(plane.snapshotAgeSeconds()).isZero();
    sources.accepted(Snapshots.light(9001).build());
    pass(Duration.ofSeconds(2));
    assertThat(plane.snapshotAgeSeconds()).as("without a time: from when it was read").isEqualTo(2);
  }

  @Test
  void age_ofAStreamedOne_isFromItsLastConfirmation() {
    RoutingSnapshot streamed = snapshot("streamed", -3600);
    sources.streamed(streamed);
    assertThat(plane.snapshotAgeSeconds()).isZero();
    pass(Duration.ofSeconds(30));
    sources.confirmed(streamed);
    pass(Duration.ofSeconds(3));
    assertThat(plane.snapshotAgeSeconds()).isEqualTo(3);
    sources.confirmed(snapshot("another", 1));
    assertThat(plane.snapshotAgeSeconds()).as("that is not what runs").isEqualTo(3);
    assertThat(registry.get("conduit.snapshot.age").timeGauge().value()).isEqualTo(3);
  }

  @Test
  void state_ofTheStream_isTold() {
    assertThat(sources.streamState()).isEqualTo("none");
    assertThat(registry.find("conduit.discovery.connected").gauge()).isNull();
    sources.expectStream(() -> true);
    assertThat(sources.streamState()).isEqualTo("connected");
    assertThat(registry.get("conduit.discovery.connected").gauge().value()).isEqualTo(1);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private String revision() {
    return plane.current().map(Current::revision).orElse("none");
  }

  private String origin() {
    return plane.current().map(c -> c.origin().label()).orElse("none");
  }

  private static RoutingSnapshot snapshot(String revision, long seconds) {
    return Snapshots.light(9001).revision(revision).build().issuedAt(START.plusSeconds(seconds));
  }
}
