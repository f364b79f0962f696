// SPDX-License-Identifier: Apache-2.0
package dev.conduit.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Where the node runs, as {@code bin/e2e} made it.
 *
 * @param work a folder on a disk, gone after
 * @param address of the node, on its loopback device: pods reach it
 * @param cni the folder of the network plugins
 * @param group the control group above those of all pods
 * @param snapshotter of containerd
 */
record Surroundings(Path work, String address, Path cni, String group, String snapshotter) {
  /** Fails outside {@code bin/e2e}: a node would change the machine. */
  static Surroundings given() {
    return new Surroundings(
        Path.of(variable("CONDUIT_NODE_WORK")),
        variable("CONDUIT_NODE_ADDRESS"),
        Path.of(variable("CONDUIT_NODE_CNI")),
        variable("CONDUIT_NODE_GROUP"),
        variable("CONDUIT_NODE_SNAPSHOTTER"));
  }

  /** Writes a resource into the work folder, with what it leaves open filled in. */
  Path write(String resource, String as, Map<String, String> more) {
    try (InputStream in = Surroundings.class.getResourceAsStream("/node/" + resource)) {
      String text =
          new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8)
              .replace("@WORK@", work.toString())
              .replace("@ADDRESS@", address)
              .replace("@CNI@", cni.toString())
              .replace("@GROUP@", group)
              .replace("@SNAPSHOTTER@", snapshotter);
      for (var one : more.entrySet()) {
        text = text.replace("@" + one.getKey() + "@", one.getValue());
      }
      Path file = work.resolve(as);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + as, e);
    }
  }

  private static String variable(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set; a real node is started by `make e2e`");
    }
    return value;
  }
}
