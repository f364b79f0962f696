// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.testkit.kubernetes.audit.Permission;
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
  void start_takesSeconds() {
    long begin = System.nanoTime();
    try (ControlPlane plane = ControlPlane.start(Settings.apiServer())) {
      assertThat(plane.client().namespaces().withName("default").get()).isNotNull();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
  }
}
