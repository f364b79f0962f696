// SPDX-License-Identifier: Apache-2.0
package dev.conduit.cluster;

import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.process.Child;
import dev.conduit.testkit.kubernetes.process.Repository;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What the chart installs, rendered anew by the program that ships it. */
public final class Installation {
  /** Where the operator lives. */
  public static final String NAMESPACE = "conduit-system";

  /** Under which account. */
  public static final String ACCOUNT = "conduit-operator";

  private static final Duration RENDERING = Duration.ofMinutes(2);
  private static final String MANIFESTS = "conduit.yaml";
  private static final Set<String> PERMISSIONS =
      Set.of("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding");

  private final ControlPlane plane;

  /** For a control plane that runs. */
  public Installation(ControlPlane plane) {
    this.plane = plane;
  }

  /**
   * Applies our definitions, the operator's namespace and account, and all that it may do.
   *
   * @throws IllegalStateException when the program that renders the chart is not built or fails
   */
  public void apply() {
    apply("");
  }

  /**
   * The same with other values.
   *
   * @param values of the chart, as YAML
   */
  public void apply(String values) {
    plane.apply(Repository.path("crds/manifests"));
    plane.createNamespace(NAMESPACE);
    manifests(values).stream()
        .filter(object -> PERMISSIONS.contains(object.getKind()))
        .forEach(object -> plane.client().resource(object).forceConflicts().serverSideApply());
  }

  private List<HasMetadata> manifests(String values) {
    Path folder = plane.folder().resolve("manifests");
    try {
      Files.createDirectories(folder);
      render(folder, Files.writeString(folder.resolve("values.yaml"), values));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (InputStream yaml = Files.newInputStream(folder.resolve(MANIFESTS))) {
      return plane.client().load(yaml).items();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As `make manifests` does. */
  private void render(Path folder, Path values) {
    Child packaging =
        Child.start(
            "packaging",
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                Repository.path("target/dist/packaging/lib") + "/*",
                "dev.conduit.packaging.Main",
                "manifests",
                "--charts",
                Repository.path("helm").toString(),
                "--values",
                values.toString(),
                "--out",
                folder.toString()),
            plane.folder().resolve("logs/packaging.log"),
            Map.of());
    packaging.handle().onExit().orTimeout(RENDERING.toSeconds(), TimeUnit.SECONDS).join();
    if (!Files.exists(folder.resolve(MANIFESTS))) {
      throw new IllegalStateException("the chart was not rendered: " + packaging.tail());
    }
  }
}
