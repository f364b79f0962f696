// SPDX-License-Identifier: Apache-2.0
package dev.conduit.node;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.process.Repository;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;

/** Installs and uninstalls by Helm, as docs/install.md says. */
final class Charts {
  static final String NAMESPACE = "conduit-system";
  private static final int PATIENCE_SECONDS = 180;

  private final ControlPlane plane;

  Charts(ControlPlane plane) {
    this.plane = plane;
  }

  /** Waits until the operators are ready. */
  void install() {
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
        .create();
    chart("conduit-crds").call();
    chart("conduit")
        .set("images.pullPolicy", "Never")
        .waitReady()
        .withTimeout(PATIENCE_SECONDS)
        .call();
  }

  /** Sets one value more, as an administrator does later; waits until the operators are ready. */
  void upgrade(String value, String to) {
    new Helm(Repository.path("helm").resolve("conduit"))
        .upgrade()
        .withName("conduit")
        .withNamespace(NAMESPACE)
        .withKubeConfig(plane.kubeconfig())
        .reuseValues()
        .set(value, to)
        .waitReady()
        .withTimeout(PATIENCE_SECONDS)
        .call();
  }

  /** The operator and its permissions; the definitions stay, for they are annotated to. */
  void uninstall() {
    for (String name : new String[] {"conduit", "conduit-crds"}) {
      Helm.uninstall(name).withNamespace(NAMESPACE).withKubeConfig(plane.kubeconfig()).call();
    }
  }

  private InstallCommand chart(String name) {
    return new Helm(Repository.path("helm").resolve(name))
        .install()
        .withName(name)
        .withNamespace(NAMESPACE)
        .withKubeConfig(plane.kubeconfig());
  }
}
