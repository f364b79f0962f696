// SPDX-License-Identifier: Apache-2.0
package dev.conduit.cluster;

import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.process.Repository;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What `make manifests` renders from the chart. */
final class Installation {
  private static final Path MANIFEST = Repository.path("target/manifests/conduit.yaml");
  private static final Set<String> PERMISSIONS =
      Set.of("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding");

  private final ControlPlane plane;

  Installation(ControlPlane plane) {
    this.plane = plane;
  }

  /** Applies the operator's account and all that it may do. */
  void permissions() {
    manifests().stream()
        .filter(object -> PERMISSIONS.contains(object.getKind()))
        .forEach(object -> plane.client().resource(object).forceConflicts().serverSideApply());
  }

  List<HasMetadata> manifests() {
    try (InputStream yaml = Files.newInputStream(MANIFEST)) {
      return plane.client().load(yaml).items();
    } catch (IOException e) {
      throw new UncheckedIOException("run `make manifests` first", e);
    }
  }
}
