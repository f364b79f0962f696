// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.discovery;

import static dev.conduit.testkit.discovery.Snapshots.POLICY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.discovery.wire.WatchCall;
import dev.conduit.operator.discovery.DiscoveryServer;
import dev.conduit.operator.discovery.TokenReviews;
import dev.conduit.sidecar.app.discovery.SnapshotStream;
import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.Settings;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ends with tokens that a real API server gives and looks at. */
class ClusterTokenIT {
  private static ControlPlane plane;

  private final Vertx vertx = Vertx.vertx();
  @TempDir Path folder;
  private Control control;

  @BeforeAll
  static void startCluster() {
    plane = ControlPlane.start(Settings.apiServer());
    plane.createNamespace("apps");
    plane.createNamespace("other");
    serviceAccount("apps");
    serviceAccount("other");
  }

  @AfterAll
  static void closeCluster() {
    plane.close();
  }

  @BeforeEach
  void start() {
    var reviews = new TokenReviews(plane.client(), WatchCall.AUDIENCE, InstantSource.system());
    control = new Control(vertx, folder, reviews);
    control.hub.publish(POLICY, Snapshots.of("r1", "a"));
  }

  @AfterEach
  void close() {
    Await.done(vertx.close());
  }

  @Test
  void token_ofTheNamespace_getsTheSnapshot() {
    Control.write(folder.resolve("token"), plane.token("apps", "app", WatchCall.AUDIENCE));
    try (Follower follower = follow()) {
      Await.until(() -> assertThat(follower.revision()).isEqualTo("r1"));
    }
  }

  @Test
  void token_forTheApiServer_isRefusedUntilTheKubeletWritesTheRightOne() {
    String wrong = plane.token("apps", "app");
    Control.write(folder.resolve("token"), wrong);
    try (LogLines server = new LogLines(DiscoveryServer.class);
        LogLines sidecar = new LogLines(SnapshotStream.class);
        Follower follower = follow()) {
      Await.until(
          () ->
              assertThat(sidecar.lines)
                  .anyMatch(line -> line.contains("UNAUTHENTICATED") && line.contains("audience")));
      assertThat(server.lines).noneMatch(line -> line.contains(wrong));
      assertThat(follower.taken).isEmpty();
      Control.write(folder.resolve("token"), plane.token("apps", "app", WatchCall.AUDIENCE));
      Await.until(() -> assertThat(follower.revision()).isEqualTo("r1"));
    }
  }

  @Test
  void token_ofAnotherNamespace_isRefused() {
    Control.write(folder.resolve("token"), plane.token("other", "app", WatchCall.AUDIENCE));
    try (LogLines sidecar = new LogLines(SnapshotStream.class);
        Follower follower = follow()) {
      Await.until(
          () ->
              assertThat(sidecar.lines)
                  .anyMatch(
                      line ->
                          line.endsWith(
                              "cause=PERMISSION_DENIED: ServiceAccount other/app may read policies"
                                  + " of namespace other only")));
      assertThat(follower.taken).isEmpty();
    }
  }

  @Test
  void apiServer_away_keepsStreamsAndLetsNewOnesWait() {
    Control.write(folder.resolve("token"), plane.token("apps", "app", WatchCall.AUDIENCE));
    try (Follower early = follow()) {
      Await.until(() -> assertThat(early.revision()).isEqualTo("r1"));
      plane.stopApiServer();
      control.hub.publish(POLICY, Snapshots.of("r2", "a"));
      Await.until(() -> assertThat(early.revision()).isEqualTo("r2"));
      plane.startApiServer();
      Control.write(folder.resolve("token"), plane.token("apps", "app", WatchCall.AUDIENCE));
      plane.stopApiServer();
      try (LogLines sidecar = new LogLines(SnapshotStream.class);
          Follower late = follow()) {
        Await.until(() -> assertThat(sidecar.lines).anyMatch(line -> line.contains("UNAVAILABLE")));
        plane.startApiServer();
        Await.until(() -> assertThat(late.revision()).isEqualTo("r2"));
      }
    }
  }

  private Follower follow() {
    return new Follower(vertx, folder, "localhost:" + control.port()).start();
  }

  private static void serviceAccount(String namespace) {
    plane
        .client()
        .serviceAccounts()
        .inNamespace(namespace)
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName("app").endMetadata().build())
        .create();
  }
}
