// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.image;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes the images that are ordered: lay out, train, pack.
 *
 * <p>Without a base image the root is this machine's C library with its companions and a runtime
 * cut by {@code jlink}: no shell, no package manager, nothing pulled. With one, its own JDK runs
 * the program, and there is no AOT cache, which holds for one JDK only.
 */
public final class ImageBuild {
  private static final String MODEL = "default/SmolLM2-135M-Instruct.Q4_1.gguf";

  private final Order order;
  private final Consumer<String> progress;
  private final Stage stage;

  /**
   * @param progress gets a line for each step
   */
  public ImageBuild(Order order, Consumer<String> progress) {
    this.order = order;
    this.progress = progress;
    this.stage = new Stage(order.folder().resolve("stage").toAbsolutePath());
  }

  /** Answers the tars, in the order of the programs. */
  public List<Path> run() throws IOException, BuildFailed, InterruptedException {
    for (Program program : order.programs()) {
      requireBuilt(program);
    }
    Files.createDirectories(order.folder());
    // Jib knows a file by its path and its time of change, and here all times are the same.
    Stage.delete(order.layers());
    progress.accept("laying out the programs, for a runtime of " + Runtime.version());
    stage.lay(order);
    if (order.base().isEmpty() && order.programs().stream().anyMatch(Stage::isTrained)) {
      progress.accept("training: one short run of each program for its AOT cache");
      List<String> said = stage.train();
      if (!said.isEmpty()) {
        progress.accept("the training did not end well, so programs may start slower:");
        said.forEach(progress);
      }
    }
    List<FileEntriesLayer> base = base();
    List<Path> tars = new ArrayList<>();
    for (Program program : order.programs()) {
      tars.add(pack(program, base));
    }
    return tars;
  }

  private void requireBuilt(Program program) throws BuildFailed {
    if (!Files.isDirectory(order.dist(program))) {
      throw new BuildFailed(
          "the program '%s' is not built (no %s). Run: make build, or leave it out: make image PROGRAMS=\"...\""
              .formatted(program.folder(), order.dist(program)));
    }
  }

  private Path pack(Program program, List<FileEntriesLayer> base)
      throws IOException, BuildFailed, InterruptedException {
    Path folder = stage.program(program);
    boolean withCache = order.base().isEmpty() && JavaArguments.cache(folder).isPresent();
    Path arguments = order.folder().resolve("stage").resolve(program.folder() + ".args");
    Files.write(arguments, JavaArguments.of(stage.home(), program, folder, withCache));

    List<FileEntriesLayer> layers = new ArrayList<>(base);
    if (program.equals(Program.EMBEDDED) && order.withModel()) {
      layers.add(Layers.model(model(), MODEL));
    }
    layers.add(Layers.libraries(folder));
    layers.add(Layers.program(folder, arguments));
    Path tar = new ImageTar(order, program).write(layers);
    progress.accept(
        "%-64s %4d MB%s  %s"
            .formatted(
                order.name(program),
                Files.size(tar) / 1_000_000,
                withCache ? ", AOT cache" : "",
                tar));
    return tar;
  }

  private List<FileEntriesLayer> base() throws IOException, BuildFailed, InterruptedException {
    Path empty = Files.createDirectories(order.folder().resolve("stage/empty"));
    if (order.base().isPresent()) {
      return List.of(Layers.scratch(empty));
    }
    List<Path> programs = order.programs().stream().map(stage::program).toList();
    var libraries = SharedLibraries.of(stage.runtime(), programs);
    if (libraries.keySet().stream().noneMatch(path -> path.endsWith("/libc.so.6"))) {
      throw new BuildFailed(
          "the C library of this machine is not glibc, for which this JDK's images are made; name a base image: make image BASE_IMAGE=...");
    }
    return List.of(Layers.system(libraries, etc(), empty), Layers.runtime(stage.runtime()));
  }

  /** What the C library looks up. */
  private Path etc() throws IOException {
    Path etc = Files.createDirectories(order.folder().resolve("stage/etc"));
    Map<String, String> files =
        Map.of(
            "passwd",
            "root:x:0:0:root:/:/none\nconduit:x:65532:65532:conduit:/tmp:/none\n",
            "group",
            "root:x:0:\nconduit:x:65532:\n",
            "nsswitch.conf",
            "hosts: files dns\n");
    for (var file : files.entrySet()) {
      Files.writeString(etc.resolve(file.getKey()), file.getValue());
    }
    return etc;
  }

  /** The default model as the embedded engine left it after the training, fetched and verified. */
  private Path model() throws BuildFailed {
    Path cache =
        Optional.ofNullable(System.getenv("CONDUIT_MODEL_CACHE"))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".cache", "conduit", "models"));
    Path file = cache.resolve(MODEL);
    if (!Files.isRegularFile(file)) {
      throw new BuildFailed(
          "the embedded engine's default model is not at %s; run `make run` once, which fetches it, or make the image without it: make image MODEL=none"
              .formatted(file));
    }
    return file;
  }
}
