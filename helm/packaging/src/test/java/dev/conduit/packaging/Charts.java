// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import dev.conduit.testkit.kubernetes.ControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.nio.file.Path;

/** Installs the charts as a user would. */
final class Charts {
  static final String NAMESPACE = "conduit-system";
  private static final Path FOLDER = Path.of("..");

  private Charts() {}

  /** One that takes only pods of the restricted standard. */
  static void createNamespace(ControlPlane plane) {
    plane
        .client()
        .namespaces()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(NAMESPACE)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .serverSideApply();
  }

  static void installDefinitions(ControlPlane plane) {
    chart(plane, "conduit-crds").call();
  }

  /** To be called. */
  static InstallCommand operator(ControlPlane plane) {
    return chart(plane, "conduit");
  }

  private static InstallCommand chart(ControlPlane plane, String name) {
    return new Helm(FOLDER.resolve(name))
        .install()
        .withName(name)
        .withNamespace(NAMESPACE)
        .withKubeConfig(plane.kubeconfig());
  }
}
