// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.checkpoint.Folder;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Models in folders of this machine, a mounted volume for example. */
public final class ModelFolders {
  private ModelFolders() {}

  /**
   * What the files of this machine say.
   *
   * @param path a folder with {@code config.json} and safetensors, or a {@code .gguf} file
   */
  public static ModelReading read(Path path) {
    return read(ModelId.parse("file://" + path.toAbsolutePath().normalize()), true)
        .orElseThrow(() -> new IllegalStateException("a path of this machine says nothing"));
  }

  /** Whether an id names a path of the machine that the engine runs on. */
  static boolean names(ModelId id) {
    return id.scheme().equals("file");
  }

  /**
   * What the files say.
   *
   * @param here whether the engine runs on this machine; otherwise a path that is not here says
   *     nothing, and the answer is empty
   */
  static Optional<ModelReading> read(ModelId id, boolean here) {
    Path path;
    try {
      path = Path.of(id.path());
    } catch (InvalidPathException e) {
      return Optional.of(missing(id, "is no path of a file or folder"));
    }
    if (!Files.exists(path)) {
      return here ? Optional.of(missing(id, "is not there")) : Optional.empty();
    }
    try {
      return Optional.of(id.isGgufFile() ? file(id, path) : folder(id, path));
    } catch (IOException e) {
      return Optional.of(
          new ModelReading.Obstructed(
              Obstacle.UNREADABLE,
              "\"%s\" cannot be read: %s; let this user read it, or declare spec.models[0].facts"
                  .formatted(id.raw(), e.getMessage())));
    }
  }

  private static ModelReading file(ModelId id, Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    Path name = path.getFileName();
    return parent == null || name == null || Files.isDirectory(path)
        ? missing(id, "is no file")
        : reader(id, parent, path).gguf(name.toString());
  }

  private static ModelReading folder(ModelId id, Path path) throws IOException {
    return Files.isDirectory(path)
        ? reader(id, path, path).safetensors()
        : missing(id, "is no folder");
  }

  private static CheckpointReader reader(ModelId id, Path folder, Path named) {
    return new CheckpointReader(new Folder(folder), "\"%s\"".formatted(id.raw()), named.toString());
  }

  private static ModelReading missing(ModelId id, String why) {
    return new ModelReading.Obstructed(
        Obstacle.MISSING,
        "\"%s\": %s %s; write file:///path of a folder with config.json and safetensors, or of a .gguf file"
            .formatted(id.raw(), id.path(), why));
  }
}
