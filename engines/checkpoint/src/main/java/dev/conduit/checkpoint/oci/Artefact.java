// SPDX-License-Identifier: Apache-2.0
package dev.conduit.checkpoint.oci;

import dev.conduit.checkpoint.ModelFiles;
import dev.conduit.checkpoint.WeightFiles;
import dev.conduit.checkpoint.wire.Piece;
import dev.conduit.checkpoint.wire.PiecedFiles;
import dev.conduit.checkpoint.wire.StoreFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The files of an artefact or image, and the layers that nothing could be read of.
 *
 * @param files by path, of the uppermost layer that has each
 * @param compressed layers in words
 */
public record Artefact(
    Registry registry, ImageReference image, Map<String, Extent> files, List<String> compressed) {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final long MEBIBYTE = 1 << 20;

  /** For the headers of all its tar layers, 64 KiB each and more. */
  private static final int MOST_READS = 2000;

  public Artefact {
    files = Map.copyOf(files);
    compressed = List.copyOf(compressed);
  }

  /**
   * Looks at each layer's name or headers; upper layers go over lower ones. Together with what is
   * read of the files it is one lookup.
   */
  public static Artefact of(Registry asked, ImageReference image, Manifest manifest)
      throws IOException {
    Registry registry = asked.lookup();
    Map<String, Extent> files = new LinkedHashMap<>();
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
          files.put(name, new Extent(layer.digest(), 0, layer.bytes()));
        }
        case TAR -> over(files, TarIndex.of(layer, reader(registry, image, layer, reads)));
        case COMPRESSED ->
            compressed.add("%d MiB of %s".formatted(layer.bytes() / MEBIBYTE, layer.type()));
        case OTHER -> {}
      }
    }
    return new Artefact(registry, image, files, compressed);
  }

  private static void over(Map<String, Extent> files, Map<String, Extent> upper) {
    upper.keySet().stream()
        .filter(path -> Paths.name(path).startsWith(WHITEOUT))
        .forEach(mark -> files.keySet().removeIf(path -> isGone(mark, path)));
    upper.forEach(
        (path, extent) -> {
          if (!Paths.name(path).startsWith(WHITEOUT)) {
            files.put(path, extent);
          }
        });
  }

  private static boolean isGone(String mark, String path) {
    String folder = Paths.folder(mark);
    if (Paths.name(mark).equals(OPAQUE)) {
      return path.startsWith(folder);
    }
    String gone = folder + Paths.name(mark).substring(WHITEOUT.length());
    return path.equals(gone) || path.startsWith(gone + "/");
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

  /** Folders that have a file of that name, without a slash at their end, in order. */
  public List<String> foldersWith(String name) {
    return files.keySet().stream()
        .filter(path -> Paths.name(path).equals(name))
        .map(path -> Paths.normal(Paths.folder(path)))
        .sorted()
        .toList();
  }

  /** Paths that end so, in order. */
  public List<String> ending(String suffix) {
    return files.keySet().stream().filter(path -> path.endsWith(suffix)).sorted().toList();
  }

  private Piece piece(String path, long from, int length)
      throws StoreFailure, InterruptedException {
    Extent extent = files.get(path);
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
