// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import dev.conduit.checkpoint.ModelFiles;
import dev.conduit.checkpoint.UnreadableWeights;
import dev.conduit.checkpoint.WeightFiles;
import dev.conduit.checkpoint.wire.Piece;
import dev.conduit.checkpoint.wire.PiecedFiles;
import dev.conduit.checkpoint.wire.StoreFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of an artefact or image, and the layers that nothing could be read of.
 *
 * @param files by path, of the uppermost layer that has each
 * @param links that have names of model files; they are not followed
 * @param compressed layers in words
 */
public record Artefact(
    Registry registry,
    ImageReference image,
    Map<String, Extent> files,
    Set<String> links,
    List<String> compressed) {
  private static final long MEBIBYTE = 1 << 20;

  /** For the headers of all its tar layers, 64 KiB each and more. */
  private static final int MOST_READS = 2000;

  public Artefact {
    files = Map.copyOf(files);
    links = Set.copyOf(links);
    compressed = List.copyOf(compressed);
  }

  /**
   * Looks at each layer's name or headers; upper layers go over lower ones. Together with what is
   * read of the files it is one lookup.
   *
   * @throws dev.conduit.checkpoint.UnreadableWeights where a layer is damaged or there are but
   *     links to a model
   */
  public static Artefact of(Registry asked, ImageReference image, Manifest manifest)
      throws IOException {
    Registry registry = asked.lookup();
    Overlay overlay = new Overlay();
    List<String> compressed = new ArrayList<>();
    AtomicInteger reads = new AtomicInteger();
    int unnamed = 0;
    for (Layer layer : manifest.layers()) {
      switch (layer.packing()) {
        case FILE -> {
          String name = Paths.normal(layer.title());
          if (name.isEmpty()) {
            unnamed++;
            name = layer.isDockerGguf() && unnamed == 1 ? "model.gguf" : layer.digest();
          }
          overlay.put(name, new Extent(layer.digest(), 0, layer.bytes()));
        }
        case TAR -> overlay.over(TarIndex.of(layer, reader(registry, image, layer, reads)));
        case COMPRESSED ->
            compressed.add("%d MiB of %s".formatted(layer.bytes() / MEBIBYTE, layer.type()));
        case OTHER -> {}
      }
    }
    Set<String> links =
        overlay.links().stream().filter(Paths::isOfModel).collect(Collectors.toSet());
    Artefact found = new Artefact(registry, image, overlay.files(), links, compressed);
    if (!links.isEmpty() && found.files.keySet().stream().noneMatch(Artefact::isStart)) {
      throw found.linked();
    }
    return found;
  }

  /** What a model is found by. */
  private static boolean isStart(String path) {
    return Paths.name(path).equals("config.json") || path.endsWith(".gguf");
  }

  private UnreadableWeights linked() {
    return WeightFiles.unreadable(
        "its layers",
        "%d links have names of model files, such as %s, as in the hub's cache, and links are not followed; push the files themselves (cp -rL, or hf download --local-dir)"
            .formatted(links.size(), links.stream().sorted().findFirst().orElse("")));
  }

  private static TarIndex.Source reader(
      Registry registry, ImageReference image, Layer layer, AtomicInteger reads) {
    return (from, length) -> {
      if (reads.incrementAndGet() > MOST_READS) {
        throw WeightFiles.unreadable(
            "layer " + layer.digest(),
            "the files of all layers take more than %d requests to find; put the model into a layer of its own"
                .formatted(MOST_READS));
      }
      try {
        return registry.blob(image, layer.digest(), from, length).bytes();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while reading " + image);
      }
    };
  }

  /**
   * The files of one folder.
   *
   * @param folder without a slash at its end; empty for the top
   */
  public ModelFiles in(String folder) {
    String normal = Paths.normal(folder);
    String prefix = normal.isEmpty() ? "" : normal + "/";
    return new PiecedFiles((name, from, length) -> piece(prefix + name, from, length));
  }

  /** Folders that have a file or link of that name, without a slash at their end, in order. */
  public List<String> foldersWith(String name) {
    return Stream.concat(files.keySet().stream(), links.stream())
        .filter(path -> Paths.name(path).equals(name))
        .map(path -> Paths.normal(Paths.folder(path)))
        .sorted()
        .toList();
  }

  /** Paths that end so, in order. */
  public List<String> ending(String suffix) {
    return files.keySet().stream().filter(path -> path.endsWith(suffix)).sorted().toList();
  }

  private Piece piece(String path, long from, int length) throws IOException, InterruptedException {
    Extent extent = files.get(path);
    if (links.contains(path)) {
      throw linked();
    }
    if (extent == null) {
      throw new StoreFailure(StoreFailure.Kind.NO_FILE, "there is no " + path);
    }
    int some = Math.clamp(extent.bytes() - from, 0, length);
    if (some == 0) {
      return new Piece(new byte[0], extent.bytes(), Optional.empty());
    }
    Piece read = registry.blob(image, extent.layer(), extent.from() + from, some);
    return new Piece(read.bytes(), extent.bytes(), Optional.empty());
  }
}
