// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conduit.testkit.kubernetes.audit.Permission;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rung 1: starts, restarts, counts, and is gone after. */
class ControlPlaneIT {
  @Test
  void restart_keepsData_andRequestsAreCounted() {
    Path folder;
    try (ControlPlane plane = ControlPlane.start(Settings.apiServer())) {
      folder = plane.folder();
      assertThat(plane.client().getKubernetesVersion().getGitVersion()).isEqualTo("v1.36.3");
      plane.createNamespace("a");
      long mark = plane.mark();
      plane.restartApiServer();
      assertThat(plane.client().namespaces().withName("a").get()).isNotNull();
      assertThat(plane.requestsSince(mark).permissions())
          .containsExactly(new Permission("get", "", "namespaces", ""));
      assertThat(plane.requestsSince(mark).writes().count()).isZero();
      assertThat(plane.requests().writes().ofUser("conduit-admin").count()).isEqualTo(1);
    }
    assertThat(folder).doesNotExist();
    assertThat(ProcessHandle.allProcesses())
        .noneMatch(one -> one.info().commandLine().orElse("").contains(folder.toString()));
  }

  @Test
  void expireWatches_makesOldWatchesGone() {
    try (ControlPlane plane = ControlPlane.start(Settings.apiServer())) {
      String before = plane.client().namespaces().list().getMetadata().getResourceVersion();
      String watch = "/api/v1/namespaces?watch=1&timeoutSeconds=2&resourceVersion=" + before;
      assertThat(plane.ask("GET", watch, "application/json", "").body()).doesNotContain("410");
      plane.expireWatches();
      assertThat(plane.ask("GET", watch, "application/json", "").body())
          .contains("\"code\":410")
          .contains("too old resource version");
      assertThat(plane.client().namespaces().withName("default").get()).isNotNull();
    }
  }

  @Test
  void serviceAccount_mayDoOnlyWhatItsRolesSay() {
    try (ControlPlane plane = ControlPlane.start(Settings.apiServer())) {
      plane.createNamespace("a");
      plane
          .client()
          .serviceAccounts()
          .resource(
              new ServiceAccountBuilder()
                  .withNewMetadata()
                  .withName("app")
                  .withNamespace("a")
                  .endMetadata()
                  .build())
          .create();
      try (KubernetesClient app = ControlPlane.client(plane.kubeconfigFor("a", "app"))) {
        assertThatThrownBy(() -> app.pods().inNamespace("a").list())
            .isInstanceOf(KubernetesClientException.class)
            .hasMessageContaining("system:serviceaccount:a:app");
      }
      assertThat(plane.requests().ofServiceAccount("a", "app").forbidden().count()).isEqualTo(1);
      assertThat(plane.requests().ofServiceAccount("a", "app").permissions()).isEmpty();
    }
  }

  @Test
  void start_takesSeconds() {
    long begin = System.nanoTime();
    try (ControlPlane plane = ControlPlane.start(Settings.apiServer())) {
      assertThat(plane.client().namespaces().withName("default").get()).isNotNull();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
  }
}
