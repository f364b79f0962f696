// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.packaging.image.BuildFailed;
import dev.conduit.packaging.image.ImageBuild;
import dev.conduit.packaging.image.Order;
import dev.conduit.packaging.image.Program;
import dev.conduit.packaging.image.UnpackedImage;
import dev.conduit.testkit.kubernetes.ControlPlane;
import dev.conduit.testkit.kubernetes.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The operator out of its image, as the ServiceAccount that the chart makes. */
final class OperatorImage {
  static final Path HOME =
      Path.of(System.getProperty("conduit.root", "../..")).toAbsolutePath().normalize();

  private final UnpackedImage image;
  private final Path mounted;

  private OperatorImage(UnpackedImage image, Path mounted) {
    this.image = image;
    this.mounted = mounted;
  }

  static OperatorImage built(Path folder) throws IOException, BuildFailed, InterruptedException {
    assertThat(HOME.resolve("target/dist/operator")).as("run `make build` first").isDirectory();
    Order order =
        new Order(
            HOME,
            folder.resolve("images"),
            List.of(Program.OPERATOR),
            "test",
            "it",
            Optional.empty(),
            false,
            Map.of());
    new ImageBuild(order, line -> {}).run();
    return new OperatorImage(
        UnpackedImage.of(order.tar(Program.OPERATOR), folder.resolve("unpacked")),
        Files.createDirectories(folder.resolve("mounted")));
  }

  /** To be ended by {@link UnpackedImage#end}. */
  Process start(ControlPlane plane, Map<String, String> more, Path log) throws IOException {
    Path kubeconfig = mounted.resolve("kubeconfig");
    Files.copy(
        plane.kubeconfigFor(Charts.NAMESPACE, "conduit-operator"),
        kubeconfig,
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(kubeconfig.toFile().setReadable(true, false)).isTrue();
    Map<String, String> environment = new TreeMap<>();
    environment.put("KUBECONFIG", "/etc/conduit/kubeconfig");
    environment.put("POD_NAMESPACE", Charts.NAMESPACE);
    environment.put("QUARKUS_HTTP_PORT", "" + Ports.free());
    environment.put("CONDUIT_OPERATOR_DISCOVERY_PORT", "" + Ports.free());
    environment.putAll(more);
    return image.start(environment, mounted, log, List.of());
  }

  /**
   * Runs it as a pod that reads a model does, and waits for its end.
   *
   * @param claim the folder that it sees as the claim
   * @return its last words
   */
  String read(String id, Path claim, Path log) throws IOException, InterruptedException {
    Path words = Files.writeString(claim.resolve("last-words"), "");
    assertThat(words.toFile().setWritable(true, false)).isTrue();
    Process reader =
        image.start(
            Map.of(),
            claim,
            log,
            List.of("read-model", id, "/etc/conduit/last-words", "/etc/conduit"));
    try {
      assertThat(reader.waitFor(2, TimeUnit.MINUTES)).as("see %s", log).isTrue();
      assertThat(reader.exitValue()).as("see %s", log).isZero();
    } finally {
      UnpackedImage.end(reader);
    }
    return Files.readString(words);
  }
}
