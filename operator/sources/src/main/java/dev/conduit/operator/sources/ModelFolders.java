// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.checkpoint.Folder;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Models in folders of this machine, a mounted volume for example. */
public final class ModelFolders {
  private static final String WRITE =
      "write file:///path of a folder with config.json and safetensors, or of a .gguf file";

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

  /**
   * What the files of a claim say.
   *
   * @param id {@code pvc://claim/path}
   * @param mount where the claim is mounted
   */
  public static ModelReading mounted(ModelId id, Path mount) {
    String claim = "claim \"%s\"".formatted(id.volume());
    Named named =
        new Named(
            id,
            mount.resolve(id.inside()),
            claim,
            "copy a folder with config.json and safetensors, or a .gguf file, to that path of "
                + claim);
    return Files.exists(named.path()) ? named.read() : named.missing("is not there");
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
    Named named;
    try {
      Path path = Path.of(id.path());
      named = new Named(id, path, path.toString(), WRITE);
    } catch (InvalidPathException e) {
      return Optional.of(
          new Named(id, Path.of(""), "", WRITE).missing("is no path of a file or folder"));
    }
    if (!Files.exists(named.path())) {
      return here ? Optional.of(named.missing("is not there")) : Optional.empty();
    }
    return Optional.of(named.read());
  }

  /**
   * A model as a block names it.
   *
   * @param path where it is on this machine
   * @param from the same in the words of whoever wrote the block
   * @param wayOut for one that is not there
   */
  private record Named(ModelId id, Path path, String from, String wayOut) {
    ModelReading read() {
      try {
        if (!Files.isReadable(path)) {
          throw new AccessDeniedException(path.toString());
        }
        return id.isGgufFile() ? file() : folder();
      } catch (IOException e) {
        return new ModelReading.Obstructed(
            Obstacle.UNREADABLE,
            "\"%s\" cannot be read: %s; let %s read it, or declare spec.models[0].facts"
                .formatted(id.raw(), e.getMessage(), id.isClaim() ? "user 65532" : "this user"));
      }
    }

    private ModelReading file() throws IOException {
      Path parent = path.toAbsolutePath().getParent();
      Path name = path.getFileName();
      return parent == null || name == null || Files.isDirectory(path)
          ? missing("is no file")
          : reader(parent).gguf(name.toString());
    }

    private ModelReading folder() throws IOException {
      return Files.isDirectory(path) ? reader(path).safetensors() : missing("is no folder");
    }

    private CheckpointReader reader(Path folder) {
      return new CheckpointReader(new Folder(folder), "\"%s\"".formatted(id.raw()), from);
    }

    ModelReading missing(String why) {
      return new ModelReading.Obstructed(
          Obstacle.MISSING, "\"%s\": %s %s; %s".formatted(id.raw(), shown(), why, wayOut));
    }

    private String shown() {
      return id.isClaim() ? (id.inside().isEmpty() ? "its root" : id.inside()) : id.path();
    }
  }
}
