// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.facts;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a model's configuration. Fields that are not known are ignored; those that sizes need and
 * that are missing or senseless make it {@link Anatomy.Reading.Unknown} with the field's name.
 */
public final class AnatomyReader {
  private static final Set<LayerKind> KEEPING =
      EnumSet.of(LayerKind.FULL, LayerKind.SLIDING, LayerKind.CHUNKED);

  private final ConfigFields root;
  private final ConfigFields config;
  private final String architecture;
  private final int hidden;
  private final int layers;
  private final int heads;

  private AnatomyReader(ConfigFields root, ConfigFields config) {
    this.root = root;
    this.config = config;
    this.architecture = config.architecture();
    this.hidden = (int) config.number(0, "hidden_size", "n_embd", "d_model");
    this.layers = (int) layers(config);
    // State-space models have no heads; their layers do not ask for any.
    this.heads = (int) config.number(1, "num_attention_heads", "n_head", "n_heads");
  }

  /** What the configuration describes. */
  public static Anatomy.Reading read(ConfigFields root) {
    ConfigFields config = root.language();
    Optional<NotUnderstood> senseless = new Figures(root, config).problem();
    if (senseless.isPresent()) {
      return new Anatomy.Reading.Unknown(senseless.get());
    }
    AnatomyReader reader = new AnatomyReader(root, config);
    return reader
        .problem()
        .<Anatomy.Reading>map(Anatomy.Reading.Unknown::new)
        .orElseGet(() -> known(reader.anatomy()));
  }

  private static Anatomy.Reading known(Anatomy anatomy) {
    return Figures.isPossible(anatomy)
        ? new Anatomy.Reading.Known(anatomy)
        : new Anatomy.Reading.Unknown(
            new NotUnderstood(
                "config.json",
                "its figures together make a %s of %d parameters, which none has; correct them, or declare the facts"
                    .formatted(anatomy.architecture(), anatomy.parameters().total())));
  }

  private Optional<NotUnderstood> problem() {
    String key = config.text("", GgufConfig.NOT_UNDERSTOOD);
    if (!key.isEmpty()) {
      return Optional.of(
          new NotUnderstood(
              key,
              "which state the layers of this architecture keep is not known from it; declare the facts"));
    }
    if (layers < 1) {
      return Optional.of(missing("num_hidden_layers", layers));
    }
    if (hidden < 1) {
      return Optional.of(missing("hidden_size", hidden));
    }
    if (heads < 1 || (!config.has("head_dim") && hidden % heads != 0)) {
      return Optional.of(missing("num_attention_heads", heads));
    }
    List<LayerKind> kinds = LayerKinds.of(config, layers);
    return kinds.size() == layers
        ? attention(kinds)
        : Optional.of(
            new NotUnderstood(
                "layer_types",
                "has %d entries for %d layers; correct it, or declare the facts"
                    .formatted(kinds.size(), layers)));
  }

  /** Layers that keep keys and values have heads for them; otherwise a cache would cost nothing. */
  private Optional<NotUnderstood> attention(List<LayerKind> kinds) {
    Attention attention = new Attention(config, hidden, heads);
    if (attention.isLatent()) {
      return Optional.empty();
    }
    for (LayerKind kind : EnumSet.copyOf(kinds)) {
      LayerKind asked = kind == LayerKind.BOTH ? LayerKind.FULL : kind;
      boolean keeps = KEEPING.contains(asked);
      if (keeps && attention.keyValueHeads(asked) < 1) {
        return Optional.of(missing("num_key_value_heads", 0));
      }
      if (keeps && attention.headDim(asked) < 1) {
        return Optional.of(missing("head_dim", 0));
      }
    }
    return Optional.empty();
  }

  private NotUnderstood missing(String field, int value) {
    return new NotUnderstood(
        field,
        "%d is not possible in a %s; add the field, or declare the facts"
            .formatted(value, architecture.isEmpty() ? "model" : architecture));
  }

  private Anatomy anatomy() {
    FeedForward forward = new FeedForward(config, hidden);
    List<LayerKind> kinds = LayerKinds.of(config, layers);
    int vocabulary = (int) config.number(0, "vocab_size");
    boolean counted =
        vocabulary > 0
            && (forward.denseWidth() > 0 || forward.expertWidth() > 0)
            && !config.has("vocab_size_per_layer_input");
    return new Anatomy(
        architecture,
        counted ? parameters(kinds, forward, vocabulary) : Parameters.NONE,
        memories(kinds),
        hidden,
        forward.widest(),
        (int) (forward.experts() > 0 ? forward.expertWidth() : 0),
        heads,
        vocabulary,
        config.number(0, "max_position_embeddings", "n_positions", "max_seq_len"),
        elementBytes(),
        new Attention(config, hidden, heads).absorbed() * layers,
        new Attention(config, hidden, heads).multipliedOut() * layers,
        root.object("vision_config").isPresent() || root.object("audio_config").isPresent(),
        Checkpoint.quantization(root),
        Checkpoint.kvType(root),
        counted);
  }

  private Parameters parameters(List<LayerKind> kinds, FeedForward forward, int vocabulary) {
    Parameters all = Parameters.ofTables((long) vocabulary * hidden, head(vocabulary), hidden);
    Parameters last = Parameters.NONE;
    String letters =
        config
            .object("hybrid_override_pattern")
            .map(inner -> inner.text("", "pattern"))
            .orElseGet(() -> config.text("", "hybrid_override_pattern"));
    for (int i = 0; i < layers; i++) {
      last = mixer(kinds.get(i));
      if (letters.isEmpty()) {
        last = last.plus(forward.parameters(i));
      } else if (kinds.get(i) == LayerKind.NONE) {
        last = forward.parameters(letters.charAt(i));
      }
      all = all.plus(last);
    }
    long draft = config.number(0, "num_nextn_predict_layers", "mtp_num_hidden_layers");
    return all.withDraft(draft * (last.total() + 2L * hidden * hidden))
        .withVision(Vision.parameters(root, hidden));
  }

  private long head(int vocabulary) {
    return isTied(config) ? 0 : (long) vocabulary * hidden;
  }

  /** Layers of a language model; zero when it does not say. */
  static long layers(ConfigFields language) {
    return language.number(0, "num_hidden_layers", "n_layer", "num_layers", "n_layers");
  }

  /** Whether a language model's output projection is its embedding. */
  static boolean isTied(ConfigFields language) {
    String architecture = language.architecture();
    boolean tiedByDefault =
        architecture.startsWith("Gemma")
            || architecture.startsWith("OPT")
            || architecture.startsWith("Cohere");
    return language.flag("tie_word_embeddings", tiedByDefault);
  }

  private Parameters mixer(LayerKind kind) {
    Attention attention = new Attention(config, hidden, heads);
    StateSpace state = new StateSpace(config, hidden, heads, elementBytes());
    return switch (kind) {
      case FULL, SLIDING, CHUNKED -> attention.parameters(kind);
      case LINEAR, MAMBA -> state.parameters(kind);
      case BOTH -> attention.parameters(LayerKind.FULL).plus(state.parameters(LayerKind.MAMBA));
      case NONE -> Parameters.NONE;
    };
  }

  private List<Memory> memories(List<LayerKind> kinds) {
    Attention attention = new Attention(config, hidden, heads);
    StateSpace state = new StateSpace(config, hidden, heads, elementBytes());
    // The last layers of Gemma 3n and small Gemma 4 models read what earlier ones keep.
    long own = layers - config.number(0, "num_kv_shared_layers");
    List<Memory> memories = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      LayerKind kind = i < own ? kinds.get(i) : LayerKind.NONE;
      switch (kind) {
        case FULL, SLIDING, CHUNKED -> memories.add(attention.memory(kind));
        case LINEAR, MAMBA -> memories.add(state.memory(kind));
        case BOTH -> {
          memories.add(attention.memory(LayerKind.FULL));
          memories.add(state.memory(LayerKind.MAMBA));
        }
        case NONE -> memories.add(new Memory.Nothing());
      }
    }
    return memories;
  }

  /** Engines load 32-bit checkpoints as 16 bits unless told otherwise. */
  private int elementBytes() {
    return 2;
  }
}
