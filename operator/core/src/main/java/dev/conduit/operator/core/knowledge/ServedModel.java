// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.knowledge;

import dev.conduit.contract.Bytes;
import dev.conduit.operator.core.estimate.Loaded;
import dev.conduit.operator.core.estimate.Storage;
import dev.conduit.operator.core.facts.Anatomy;
import dev.conduit.operator.core.facts.Memory;
import java.util.Optional;

/**
 * A model in the form that it is loaded in.
 *
 * @param anatomy with its parameters counted
 * @param storage of its weights
 * @param origin where this is known from
 */
public record ServedModel(Anatomy anatomy, Storage storage, Origin origin) {
  /** What is assumed of a model that does not say how long its context is. */
  private static final int USUAL_CONTEXT = 4096;

  /** Where a model is known from. */
  public sealed interface Origin {
    /** Its size is declared in {@code spec.models[].facts}. */
    record Declared() implements Origin {}

    /**
     * The headers of its weights were read.
     *
     * @param where they are
     */
    record Counted(String where) implements Origin {}

    /** Its configuration is known. */
    record Configured() implements Origin {}

    /**
     * Its name says that it has the shape of another one.
     *
     * @param other whose configuration is known
     */
    record Related(String other) implements Origin {}

    /** The parameter count in its name is all that is known. */
    record Named() implements Origin {}

    /** One word for programs. Public API: renamed only with a changelog line. */
    default String wireName() {
      return switch (this) {
        case Counted _ -> "headers";
        case Declared() -> "declared";
        case Configured() -> "config";
        case Related _ -> "related";
        case Named() -> "name";
      };
    }

    /** For people, after "the weights are known from". */
    default String words() {
      return switch (this) {
        case Counted(String where) -> "the checkpoint's headers (%s)".formatted(where);
        case Declared() -> "the block's facts";
        case Configured() -> "the catalogue's config.json";
        case Related(String other) -> "the config.json of " + other;
        case Named() -> "its name";
      };
    }
  }

  /** As the estimator takes it. */
  public Loaded loaded() {
    return new Loaded(Optional.of(anatomy), 0, false, storage);
  }

  /** Key-value heads of the layer that has most; one where no layer has any. */
  public int keyValueHeads() {
    return anatomy.layers().stream()
        .mapToInt(layer -> layer instanceof Memory.Tokens tokens ? tokens.heads() : 1)
        .max()
        .orElse(1);
  }

  /** Layers of the transformer. */
  public int layers() {
    return anatomy.layers().size();
  }

  /** Longest context that it was made for. */
  public int contextTokens() {
    long context = anatomy.context();
    return context > 0 ? (int) Math.min(context, Integer.MAX_VALUE) : USUAL_CONTEXT;
  }

  /** Bytes of the files that hold the weights. */
  public Bytes weights() {
    return new Bytes(Math.round(storage.bytesOf(anatomy.parameters())));
  }

  ServedModel stored(Storage other) {
    return new ServedModel(anatomy, other, origin);
  }
}
