// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which images to make, and how to name them.
 *
 * @param home the repository
 * @param folder where the tars go
 * @param programs at least one
 * @param prefix registry and folder, such as {@code docker.io/local}
 * @param tag of every image
 * @param base an image with a JDK 25 to stand on, as Jib names one; empty makes a base from this
 *     machine's JDK and shared libraries
 * @param withModel packs the embedded engine's default model
 * @param labels further OCI labels of every image
 */
public record Order(
    Path home,
    Path folder,
    List<Program> programs,
    String prefix,
    String tag,
    Optional<String> base,
    boolean withModel,
    Map<String, String> labels) {
  public Order {
    programs = List.copyOf(programs);
    labels = Map.copyOf(labels);
  }

  Path dist(Program program) {
    return home.resolve("target/dist").resolve(program.folder());
  }

  /** The file of a program's image. */
  public Path tar(Program program) {
    return folder.resolve(program.image() + ".tar");
  }

  /** Layers that several images of one build share. */
  Path layers() {
    return folder.resolve("cache/layers");
  }

  String name(Program program) {
    return "%s/%s:%s".formatted(prefix, program.image(), tag);
  }
}
