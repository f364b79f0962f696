// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.knowledge;

import dev.conduit.api.v1alpha1.block.Model;
import dev.conduit.api.v1alpha1.block.ModelFacts;
import dev.conduit.api.v1alpha1.common.SecretKeyRef;
import dev.conduit.operator.core.estimate.Loaded;
import dev.conduit.operator.core.estimate.Storage;
import dev.conduit.operator.core.facts.Anatomy;
import dev.conduit.operator.core.facts.AnatomyReader;
import dev.conduit.operator.core.facts.ConfigFields;
import dev.conduit.operator.core.facts.NotUnderstood;
import dev.conduit.operator.core.facts.Parameters;
import dev.conduit.operator.core.finding.Reason;
import dev.conduit.operator.core.model.ModelId;
import dev.conduit.operator.core.model.Quantization;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.ModelSource;
import dev.conduit.operator.core.observed.Obstacle;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds what is known of a model: its files' headers or its own configuration where they were read,
 * the catalogue, a model that its name says has the same shape, the size in the name of a GGUF
 * file; declared facts go over each. The spec's {@code quantization} and {@code dtype} then say how
 * it is loaded.
 */
public final class ModelKnowledge {
  private static final Pattern SIZE =
      Pattern.compile("(?:^|[-_.])([0-9]+(?:\\.[0-9]+)?)([bBmM])(?=[-_.]|$)");

  /** Names round down and leave out embeddings. */
  private static final double ROUNDED_NAME = 1.1;

  private final ModelCatalogue catalogue;
  private final Map<String, Map<String, Object>> configs;
  private final Map<ModelSource, ModelReading> readings;

  /** Of what was read, sized once for all blocks that name it. */
  private final Map<ModelSource, Knowledge> counted = new HashMap<>();

  public ModelKnowledge(ModelCatalogue catalogue) {
    this(catalogue, Map.of(), Map.of());
  }

  private ModelKnowledge(
      ModelCatalogue catalogue,
      Map<String, Map<String, Object>> configs,
      Map<ModelSource, ModelReading> readings) {
    this.catalogue = catalogue;
    this.configs = Map.copyOf(configs);
    this.readings = Map.copyOf(readings);
    this.readings.forEach(
        (source, reading) -> {
          if (reading instanceof ModelReading.Headers headers) {
            counted.put(source, counted(headers));
          }
        });
  }

  /**
   * With the configurations of models beside the catalogue's.
   *
   * @param read fields of {@code config.json} by the id that blocks name; {@code parameters} holds
   *     the number counted in the files, if it was
   */
  public ModelKnowledge with(Map<String, Map<String, Object>> read) {
    return new ModelKnowledge(catalogue, read, readings);
  }

  /** With what was read of models' files; it goes over all but declared facts. */
  public ModelKnowledge reading(Map<ModelSource, ModelReading> files) {
    return files.isEmpty() ? this : new ModelKnowledge(catalogue, configs, files);
  }

  /**
   * What {@link #reading} is asked for a model by.
   *
   * @param namespace of the block that names it
   */
  public static ModelSource source(String namespace, Model model) {
    SecretKeyRef secret = model.tokenSecretRef();
    String scope =
        ModelId.parse(model.id()).isClaim()
            ? namespace
            : secret == null ? "" : "%s/%s/%s".formatted(namespace, secret.name(), secret.key());
    return new ModelSource(model.id(), Given.or(model.revision(), ""), scope);
  }

  /** Whether its size is known without its files: it is in the catalogue, or declared. */
  public boolean isSure(Model model) {
    ModelId id = ModelId.parse(model.id());
    return isDeclared(model) || configs.containsKey(id.raw()) || catalogue.find(id).isPresent();
  }

  private static boolean isDeclared(Model model) {
    return model.facts() != null && model.facts().weightBytes() != null;
  }

  /** What a user should know of how the model is known; empty when all is as wished. */
  public Optional<String> caveat(String namespace, Model model) {
    return switch (readings.get(source(namespace, model))) {
      case null -> Optional.empty();
      case ModelReading.Pending _ -> Optional.empty();
      case ModelReading.Headers headers ->
          headers.unknown().isEmpty()
              ? Optional.empty()
              : Optional.of(
                  "modules of \"%s\" are not understood and counted in full on each device: %s; declare spec.models[0].facts if that is too much"
                      .formatted(model.id(), shortened(headers.unknown())));
      case ModelReading.Obstructed(_, String why) ->
          isDeclared(model)
              ? Optional.empty()
              : Optional.of(why + "; what is known of it otherwise is taken");
    };
  }

  private static String shortened(Set<String> names) {
    return names.stream().sorted().limit(3).collect(Collectors.joining(", "))
        + (names.size() > 3 ? " and %d more".formatted(names.size() - 3) : "");
  }

  /**
   * The model as it is loaded.
   *
   * @param namespace of the block that names it
   */
  public Knowledge of(String namespace, Model model) {
    Knowledge base = read(namespace, model);
    ModelFacts facts = model.facts();
    if (facts == null) {
      return base instanceof Knowledge.Known(ServedModel known)
          ? new Knowledge.Known(loaded(known, model))
          : base;
    }
    Long weights = facts.weightBytes();
    if (base instanceof Knowledge.Known(ServedModel known)) {
      ServedModel declared = new DeclaredFacts(facts).over(known);
      return new Knowledge.Known(weights == null ? loaded(declared, model) : declared);
    }
    return weights == null
        ? base
        : new Knowledge.Known(
            new DeclaredFacts(facts)
                .over(
                    new ServedModel(
                        Guess.of(weights / 2),
                        Storage.declared(),
                        new ServedModel.Origin.Declared())));
  }

  /** Quantised copies of a model that are known by name, by their ids, widest first. */
  public Map<String, ServedModel> quantisedCopies(Model model) {
    Map<String, ServedModel> copies = new LinkedHashMap<>();
    if (model.facts() == null && model.quantization() == null) {
      for (ModelCatalogue.Entry copy : catalogue.quantisedCopies(ModelId.parse(model.id()))) {
        if (base(ModelId.parse(copy.id())) instanceof Knowledge.Known(ServedModel known)) {
          copies.put(copy.id(), known);
        }
      }
    }
    return copies;
  }

  private Knowledge read(String namespace, Model model) {
    ModelId id = ModelId.parse(model.id());
    ModelSource source = source(namespace, model);
    return switch (readings.get(source)) {
      case null -> base(id);
      case ModelReading.Headers _ -> Objects.requireNonNull(counted.get(source));
      case ModelReading.Obstructed(Obstacle obstacle, String why) -> obstructed(id, obstacle, why);
      case ModelReading.Pending(String from) ->
          isSure(model)
              ? base(id)
              : new Knowledge.Unavailable(
                  Reason.FACTS_PENDING,
                  "the headers of \"%s\" are being read from %s; it is planned when they are"
                      .formatted(model.id(), from));
    };
  }

  private Knowledge obstructed(ModelId id, Obstacle obstacle, String why) {
    Reason reason =
        switch (obstacle) {
          case ACCESS -> Reason.MODEL_ACCESS_DENIED;
          case MISSING -> Reason.MODEL_NOT_FOUND;
          case UNREADABLE, UNREACHABLE, UNSUPPORTED -> Reason.FACTS_UNAVAILABLE;
        };
    boolean certain =
        switch (obstacle) {
          case ACCESS, MISSING, UNREADABLE -> true;
          case UNREACHABLE, UNSUPPORTED -> false;
        };
    return !certain && base(id) instanceof Knowledge.Known known
        ? known
        : new Knowledge.Unavailable(reason, why);
  }

  /** The layers from the configuration, the bytes from the headers. */
  public static Knowledge counted(ModelReading.Headers headers) {
    return switch (AnatomyReader.read(new ConfigFields(headers.config()))) {
      case Anatomy.Reading.Unknown(var problem) -> new Knowledge.Incomprehensible(problem);
      case Anatomy.Reading.Known(Anatomy anatomy) ->
          new Knowledge.Known(
              new ServedModel(
                  anatomy.withParameters(Parameters.ofBytes(headers.bytes())),
                  Storage.of(anatomy.quantization(), anatomy.sparse()).counted(headers.gguf()),
                  new ServedModel.Origin.Counted(headers.from())));
    };
  }

  private Knowledge base(ModelId id) {
    Map<String, Object> read = configs.get(id.raw());
    if (read != null) {
      return configured(id, new ConfigFields(read));
    }
    Optional<ModelCatalogue.Entry> exact = catalogue.find(id);
    if (exact.isPresent()) {
      return sized(id, exact.get(), new ServedModel.Origin.Configured());
    }
    Optional<ModelCatalogue.Entry> related = catalogue.related(id);
    if (related.isPresent()) {
      return sized(id, related.get(), new ServedModel.Origin.Related(related.get().id()));
    }
    return id.isGgufFile() ? fromName(id) : new Knowledge.Unknown();
  }

  private static Knowledge configured(ModelId id, ConfigFields config) {
    return switch (AnatomyReader.read(config)) {
      case Anatomy.Reading.Unknown(var problem) -> new Knowledge.Incomprehensible(problem);
      case Anatomy.Reading.Known(Anatomy anatomy) -> {
        long counted = config.number(0, "parameters");
        yield counted > 0 || anatomy.complete()
            ? sized(
                id,
                new ModelCatalogue.Entry(id.raw(), anatomy, counted),
                new ServedModel.Origin.Configured())
            : new Knowledge.Incomprehensible(
                new NotUnderstood(
                    "vocab_size and intermediate_size",
                    "without both the parameters of a %s cannot be counted; add them, or declare the facts"
                        .formatted(anatomy.architecture())));
      }
    };
  }

  private static Knowledge sized(
      ModelId id, ModelCatalogue.Entry entry, ServedModel.Origin origin) {
    Anatomy anatomy = entry.anatomy();
    Storage storage = id.isGgufFile() ? Storage.ofGguf(id.lastPart()) : storage(id, entry, origin);
    Anatomy counted =
        new Loaded(Optional.of(anatomy), entry.parameters(), true, storage).sized().orElse(anatomy);
    return new Knowledge.Known(new ServedModel(counted, storage, origin));
  }

  private static Storage storage(
      ModelId id, ModelCatalogue.Entry entry, ServedModel.Origin origin) {
    return origin instanceof ServedModel.Origin.Related
        ? Storage.of(id.lastPart(), entry.anatomy().sparse())
        : entry.storage();
  }

  private static Knowledge fromName(ModelId id) {
    Matcher size = SIZE.matcher(id.lastPart());
    if (!size.find() || Quantization.ofGgufName(id.lastPart()).isEmpty()) {
      return new Knowledge.Unknown();
    }
    double unit = size.group(2).equalsIgnoreCase("b") ? 1e9 : 1e6;
    long parameters = Math.round(Double.parseDouble(size.group(1)) * unit * ROUNDED_NAME);
    return new Knowledge.Known(
        new ServedModel(
            Guess.of(parameters),
            Storage.ofGguf(id.lastPart()).guessed(),
            new ServedModel.Origin.Named()));
  }

  /** What dtype and quantisation of the spec make of the checkpoint. */
  private static ServedModel loaded(ServedModel known, Model model) {
    if (!known.storage().isPlain()) {
      return known;
    }
    String wished = model.quantization();
    if (wished != null) {
      return known.stored(Storage.of(wished, known.anatomy().sparse()));
    }
    return "float32".equals(model.dtype())
        ? new ServedModel(known.anatomy().doubled(), known.storage(), known.origin())
        : known;
  }
}
