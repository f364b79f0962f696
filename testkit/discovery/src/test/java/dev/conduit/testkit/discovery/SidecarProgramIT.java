// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.discovery;

import static dev.conduit.testkit.discovery.Snapshots.POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.SnapshotCodec;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sidecar as shipped, with the control plane there, gone, and back. */
class SidecarProgramIT {
  private final Vertx vertx = Vertx.vertx();
  private final SnapshotCodec codec = new SnapshotCodec();
  @TempDir Path folder;

  @AfterEach
  void close() {
    Await.done(vertx.close());
  }

  @Test
  void sidecars_startedBeforeDuringAndAfterAnAbsence_route() throws Exception {
    Engine one = new Engine(vertx, "one");
    Engine two = new Engine(vertx, "two");
    Instant began = Instant.now();
    RoutingSnapshot first = Snapshots.at(one.url(), "r1", "a").issuedAt(began);
    Path copy = folder.resolve("snapshot.json");
    Control control = new Control(vertx, folder);
    control.hub.publish(POLICY, first);
    int port = control.port();
    Map<String, String> settings = SidecarProgram.following("localhost:" + port, folder, copy);

    try (SidecarProgram before = SidecarProgram.start(folder, "before", settings)) {
      answeredBy(before, "one");
      assertThat(before.ready()).contains("\"source\": \"stream\"");
      Await.until(() -> assertThat(before.metric("conduit_discovery_connected")).isEqualTo(1));
      Await.until(() -> assertThat(before.metric("conduit_snapshot_age_seconds")).isLessThan(3));

      control.kill();
      Files.write(copy, codec.encode(first.issuedAt(began.minus(Duration.ofHours(2)))));
      Await.until(() -> assertThat(before.metric("conduit_discovery_connected")).isZero());
      Await.until(() -> assertThat(before.metric("conduit_snapshot_age_seconds")).isGreaterThan(2));
      answeredBy(before, "one");
      assertThat(before.ready())
          .as("an older copy overrides nothing")
          .contains("\"source\": \"stream\"")
          .contains("\"discovery\": \"not connected\"")
          .contains("\"status\": \"UP\"");

      try (SidecarProgram during = SidecarProgram.start(folder, "during", settings)) {
        answeredBy(during, "one");
        assertThat(during.ready()).contains("\"source\": \"file\"");
        assertThat(during.metric("conduit_snapshot_age_seconds"))
            .as("the copy is two hours old, and the sidecar says so")
            .isBetween(7200.0, 7300.0);

        control.comeBack(port);
        control.hub.publish(POLICY, Snapshots.at(two.url(), "r1", "a"));
        try (SidecarProgram after = SidecarProgram.start(folder, "after", settings)) {
          answeredBy(before, "two");
          answeredBy(during, "two");
          answeredBy(after, "two");
          Await.until(
              () -> assertThat(during.metric("conduit_snapshot_age_seconds")).isLessThan(3));
          assertThat(during.ready()).contains("\"source\": \"stream\"");
          Await.until(() -> assertThat(control.hub.sync(POLICY).inSync()).isEqualTo(3));
        }
      }
      assertThat(before.log()).contains("discovery lost, the last good snapshot stays");
    }
    control.close();
  }

  @Test
  void copy_issuedLaterThanWhatWasStreamed_counts() throws Exception {
    Engine one = new Engine(vertx, "one");
    Engine two = new Engine(vertx, "two");
    Path copy = folder.resolve("snapshot.json");
    Control control = new Control(vertx, folder);
    control.hub.publish(POLICY, Snapshots.at(one.url(), "r1", "a"));
    Map<String, String> settings =
        SidecarProgram.following("localhost:" + control.port(), folder, copy);
    try (SidecarProgram sidecar = SidecarProgram.start(folder, "sidecar", settings)) {
      answeredBy(sidecar, "one");
      control.kill();
      RoutingSnapshot later = Snapshots.at(two.url(), "r1", "a");
      Files.write(copy, codec.encode(later.issuedAt(Instant.now())));
      answeredBy(sidecar, "two");
    }
  }

  @Test
  void sidecar_withoutTheSettings_loadsNothingOfTheStream() throws Exception {
    Path copy = folder.resolve("snapshot.json");
    Files.write(copy, codec.encode(Snapshots.at(new Engine(vertx, "one").url(), "r1", "a")));
    Path classes = folder.resolve("classes");
    Map<String, String> settings =
        Map.of(
            "CONDUIT_SIDECAR_SNAPSHOT_FILE",
            copy.toString(),
            "CONDUIT_AOT",
            "off",
            "CONDUIT_JAVA_OPTS",
            "-Xlog:class+load:file=" + classes);
    try (SidecarProgram sidecar = SidecarProgram.start(folder, "local", settings)) {
      answeredBy(sidecar, "one");
      assertThat(Files.readString(classes))
          .contains("dev.conduit.sidecar.app.wiring.SnapshotSources ")
          .doesNotContain("dev.conduit.sidecar.app.discovery.")
          .doesNotContain("dev.conduit.discovery.")
          .doesNotContain("com.google.protobuf.")
          .doesNotContain("io.vertx.grpc.");
    }
  }

  @Test
  void sidecar_withHalfTheSettings_doesNotStartAndSaysWhich() throws Exception {
    Map<String, String> settings =
        Map.of("CONDUIT_SIDECAR_DISCOVERY_ADDRESS", "conduit-discovery.conduit-system.svc:9443");
    try (SidecarProgram sidecar = SidecarProgram.start(folder, "half", settings)) {
      assertThat(sidecar.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(sidecar.process().exitValue()).isEqualTo(1);
      assertThat(sidecar.log())
          .contains("CONDUIT_SIDECAR_POLICY: \"\" is not namespace/name of a RoutingPolicy");
    }
  }

  private static void answeredBy(SidecarProgram sidecar, String engine) {
    Await.until(
        () -> {
          var answer = sidecar.ask();
          assertThat(answer.statusCode()).as(sidecar.log()).isEqualTo(200);
          assertThat(answer.body()).contains("\"by\":\"" + engine + "\"");
        });
  }
}
