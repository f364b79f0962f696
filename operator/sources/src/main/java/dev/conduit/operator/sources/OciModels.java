// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import dev.conduit.checkpoint.UnreadableWeights;
import dev.conduit.checkpoint.oci.Artefact;
import dev.conduit.checkpoint.oci.ImageReference;
import dev.conduit.checkpoint.oci.Manifest;
import dev.conduit.checkpoint.oci.Registry;
import dev.conduit.checkpoint.wire.StoreFailure;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Models of OCI registries: what is kept of them by digest, else the headers themselves, by ranges
 * of blobs. Used by one thread.
 */
final class OciModels {
  private static final int SHORT_DIGEST = 19;
  private static final String CONFIG = "config.json";
  private static final String DECLARE = "or declare spec.models[0].facts";

  private final Registry registry;
  private final FactsCache cache;
  private final boolean shared;
  private final Map<String, StoreFailure> down = new HashMap<>();

  /**
   * @param shared whether several users' models are kept in one place: then what is kept of a model
   *     that needed a login is not given before the registry was asked
   */
  OciModels(Registry registry, FactsCache cache, boolean shared) {
    this.registry = registry;
    this.cache = cache;
    this.shared = shared;
  }

  /** What is kept of the model, however old; the registry is not asked. */
  Optional<ModelReading> kept(OciModel model) {
    return model.image().flatMap(image -> kept(model, image)).map(FactsCache.Kept::headers);
  }

  private Optional<FactsCache.Kept> kept(OciModel model, ImageReference image) {
    return image
        .digest()
        .or(() -> cache.ref(key(model, image), image.tag()).map(FactsCache.Ref::commit))
        .flatMap(digest -> kept(model, image, digest));
  }

  /** What the model's files say, or why they say nothing. A tag is asked for at each call. */
  ModelReading read(OciModel model) throws InterruptedException {
    if (model.image().isEmpty()) {
      return new ModelReading.Obstructed(
          Obstacle.MISSING,
          "\"%s\" is no reference of an image; write oci://registry/repository:tag or ...@sha256:digest, with #folder where the model is in a folder"
              .formatted(model.id()));
    }
    ImageReference image = model.image().get();
    Optional<FactsCache.Kept> known = kept(model, image).filter(this::isForAll);
    if (image.digest().isPresent() && known.isPresent()) {
      return known.get().headers();
    }
    try {
      StoreFailure before = down.get(image.registry());
      if (before != null) {
        throw before;
      }
      return ask(model, image);
    } catch (StoreFailure failure) {
      if (failure.kind() == StoreFailure.Kind.UNREACHABLE) {
        down.put(image.registry(), failure);
      }
      OciRefusal refusal = new OciRefusal(model, image, registry.hasLogin(image), failure);
      return refusal.isPassing() && known.isPresent() ? known.get().headers() : refusal.reading();
    } catch (UnreadableWeights e) {
      return unsupported(model, Obstacle.UNREADABLE, e.reason());
    } catch (IOException e) {
      throw new InterruptedException("interrupted while reading " + model.id());
    }
  }

  private boolean isForAll(FactsCache.Kept kept) {
    return kept.open() || !shared;
  }

  private ModelReading ask(OciModel model, ImageReference image)
      throws IOException, InterruptedException {
    Optional<FactsCache.Kept> same =
        image.digest().isEmpty() ? unmoved(model, image) : Optional.empty();
    if (same.isPresent()) {
      return same.get().headers();
    }
    Manifest manifest = registry.manifest(image);
    String digest = manifest.digest();
    if (image.digest().isEmpty()) {
      cache.putRef(key(model, image), image.tag(), digest);
    }
    Optional<FactsCache.Kept> known = kept(model, image, digest);
    if (known.isPresent()) {
      return known.get().headers();
    }
    Artefact artefact = Artefact.of(registry, image, manifest);
    Optional<ModelReading> absent = absent(model, artefact);
    if (absent.isPresent()) {
      return absent.get();
    }
    CheckpointReader reader =
        new CheckpointReader(
            artefact.in(model.folder()), "\"%s\"".formatted(model.id()), from(image, digest));
    ModelReading reading = model.gguf() ? reader.gguf(model.file()) : reader.safetensors();
    if (reading instanceof ModelReading.Headers headers) {
      cache.put(key(model, image), digest, headers, !registry.hasLogin(image));
    }
    return reading;
  }

  /** What is kept, where the registry says that the tag is where it was; that is no pull. */
  private Optional<FactsCache.Kept> unmoved(OciModel model, ImageReference image)
      throws InterruptedException, StoreFailure {
    Optional<String> before = cache.ref(key(model, image), image.tag()).map(FactsCache.Ref::commit);
    Optional<FactsCache.Kept> kept = before.flatMap(digest -> kept(model, image, digest));
    if (kept.isEmpty()) {
      return kept;
    }
    try {
      return registry.digest(image).equals(before) ? kept : Optional.empty();
    } catch (StoreFailure failure) {
      boolean silent =
          failure.kind() == StoreFailure.Kind.UNREACHABLE
              || failure.kind() == StoreFailure.Kind.BUSY;
      if (silent) {
        throw failure;
      }
      return Optional.empty(); // not all registries answer this; the manifest tells
    }
  }

  /** Says where the model is instead, for the engine is given the same path. */
  private Optional<ModelReading> absent(OciModel model, Artefact artefact) {
    if (model.gguf()) {
      return artefact.files().containsKey(model.inside())
          ? Optional.empty()
          : Optional.of(elsewhere(model, model.inside(), artefact.ending(".gguf"), artefact));
    }
    List<String> folders = artefact.foldersWith(CONFIG);
    List<String> files = artefact.ending(".gguf");
    return folders.contains(model.folder())
        ? Optional.empty()
        : Optional.of(
            elsewhere(
                model,
                model.folder().isEmpty() ? CONFIG : model.folder() + "/" + CONFIG,
                folders.isEmpty() ? files : folders,
                artefact));
  }

  private static ModelReading elsewhere(
      OciModel model, String wanted, List<String> there, Artefact artefact) {
    String image = model.image().map(ImageReference::toString).orElse("");
    if (!there.isEmpty()) {
      return unsupported(
          model,
          Obstacle.MISSING,
          "there is no %s in it; write oci://%s%s"
              .formatted(wanted, image, there.getFirst().isEmpty() ? "" : "#" + there.getFirst()));
    }
    if (!artefact.compressed().isEmpty()) {
      return unsupported(
          model,
          Obstacle.UNSUPPORTED,
          "there is no %s in what can be read of it, and of compressed layers nothing can (%s); push the weights in layers that are not compressed, files with titles or plain tar"
              .formatted(
                  wanted, String.join(", ", artefact.compressed().stream().limit(3).toList())));
    }
    return unsupported(
        model, Obstacle.MISSING, "there is no %s in it, and no GGUF file".formatted(wanted));
  }

  private static ModelReading unsupported(OciModel model, Obstacle obstacle, String why) {
    return new ModelReading.Obstructed(
        obstacle, "\"%s\": %s, %s".formatted(model.id(), why, DECLARE));
  }

  private Optional<FactsCache.Kept> kept(OciModel model, ImageReference image, String digest) {
    return cache.headers(key(model, image), digest, from(image, digest));
  }

  private static FactsCache.Key key(OciModel model, ImageReference image) {
    return new FactsCache.Key(
        URI.create("oci://" + image.registry()), image.repository(), model.inside());
  }

  private static String from(ImageReference image, String digest) {
    return "%s/%s at %s"
        .formatted(image.registry(), image.repository(), digest.substring(0, SHORT_DIGEST));
  }
}
