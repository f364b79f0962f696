// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.knowledge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.operator.core.estimate.Storage;
import dev.conduit.operator.core.facts.Anatomy;
import dev.conduit.operator.core.facts.AnatomyReader;
import dev.conduit.operator.core.facts.ConfigFields;
import dev.conduit.operator.core.model.ModelId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Models that Conduit knows by name.
 *
 * <p>Shape: {@code models.json} has, by Hugging Face id, the fields of the model's {@code
 * config.json} that sizes depend on, with the source of each. {@code shape_of} takes all fields of
 * another model and puts its own over them, for later trainings and quantised copies. {@code
 * parameters} is the number counted in the files, where fields alone do not tell it.
 */
public final class ModelCatalogue {
  private static final String SHAPE_OF = "shape_of";
  private static final TypeReference<LinkedHashMap<String, Map<String, Object>>> CONFIGS =
      new TypeReference<>() {};

  /** Whole numbers as {@link Long}, whatever their size. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();

  /** Of several with one shape, the one that stands for them: understood, wide, plainly named. */
  private static final Comparator<Entry> FIRST =
      Comparator.comparing((Entry entry) -> !entry.anatomy().complete())
          .thenComparing(Entry::isQuantised)
          .thenComparingInt(entry -> entry.id().length())
          .thenComparing(Entry::id);

  private final Map<String, Map<String, Object>> configs;
  private final Map<String, Entry> entries = new TreeMap<>();
  private final Map<String, Entry> byShape = new TreeMap<>();
  private final Map<String, List<Entry>> copies = new HashMap<>();

  private ModelCatalogue(Map<String, Map<String, Object>> given) {
    this.configs = new LinkedHashMap<>();
    given.keySet().forEach(id -> configs.put(id, resolved(given, id)));
    configs.forEach(this::add);
    copies();
  }

  /**
   * A model.
   *
   * @param id as the hub writes it
   * @param anatomy what its configuration says
   * @param parameters counted in the files; zero when the fields tell them
   * @param storage of its weights
   */
  public record Entry(String id, Anatomy anatomy, long parameters, Storage storage) {
    Entry(String id, Anatomy anatomy, long parameters) {
      this(id, anatomy, parameters, Storage.of(anatomy.quantization(), anatomy.sparse()));
    }

    boolean isQuantised() {
      return !anatomy.quantization().isEmpty();
    }
  }

  /** The one that ships with the program; read once. */
  public static ModelCatalogue bundled() {
    return Bundled.CATALOGUE;
  }

  private static final class Bundled {
    private static final ModelCatalogue CATALOGUE = of(text());
  }

  /**
   * @throws IllegalStateException when the text is no object of configurations, or an entry has the
   *     shape of no known model or is not understood
   */
  static ModelCatalogue of(String json) {
    try {
      return new ModelCatalogue(JSON.readValue(json, CONFIGS));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("models.json: " + e.getOriginalMessage(), e);
    }
  }

  /** Configurations by id. */
  public Map<String, Map<String, Object>> configs() {
    return Map.copyOf(configs);
  }

  /** By Hugging Face id, whatever its case. */
  public Optional<Entry> find(ModelId id) {
    return Optional.ofNullable(entries.get(key(id.repository())));
  }

  /**
   * A model whose name tells that it has the same shape: a copy by another publisher, quantised or
   * trained further. How the weights of the copy are stored is for its name to say.
   */
  Optional<Entry> related(ModelId id) {
    return Optional.ofNullable(byShape.get(ShapeName.of(id.repository())));
  }

  /** Quantised copies of a model by the same training, widest first. */
  List<Entry> quantisedCopies(ModelId id) {
    return copies.getOrDefault(key(id.repository()), List.of());
  }

  /** Of all wide models: those whose names begin with theirs and go on with a way to store. */
  private void copies() {
    Map<String, List<Entry>> quantised =
        entries.values().stream()
            .filter(Entry::isQuantised)
            .collect(Collectors.groupingBy(entry -> ShapeName.of(entry.id())));
    for (Entry wide : entries.values()) {
      String stem = name(wide.id()) + "-";
      copies.put(
          key(wide.id()),
          quantised.getOrDefault(ShapeName.of(wide.id()), List.of()).stream()
              .filter(copy -> !wide.isQuantised() && name(copy.id()).startsWith(stem))
              .sorted(
                  Comparator.comparing((Entry copy) -> -copy.storage().dense())
                      .thenComparing(Entry::id))
              .toList());
    }
  }

  private static String name(String id) {
    return key(id.substring(id.indexOf('/') + 1));
  }

  private void add(String id, Map<String, Object> config) {
    switch (AnatomyReader.read(new ConfigFields(config))) {
      case Anatomy.Reading.Known(Anatomy anatomy) -> {
        long counted = config.get("parameters") instanceof Long number ? number : 0;
        Entry entry = new Entry(id, anatomy, counted);
        entries.put(key(id), entry);
        byShape.merge(
            ShapeName.of(id), entry, (one, other) -> FIRST.compare(one, other) <= 0 ? one : other);
      }
      case Anatomy.Reading.Unknown(var problem) ->
          throw new IllegalStateException("models.json: " + id + ": " + problem);
    }
  }

  private static Map<String, Object> resolved(Map<String, Map<String, Object>> all, String id) {
    Map<String, Object> own = all.get(id);
    if (own == null) {
      throw new IllegalStateException("models.json: " + id + " is the shape of some and not there");
    }
    if (!(own.get(SHAPE_OF) instanceof String shape)) {
      return own;
    }
    Map<String, Object> merged = new LinkedHashMap<>(resolved(all, shape));
    own.forEach(merged::put);
    merged.remove(SHAPE_OF);
    return merged;
  }

  private static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }

  private static String text() {
    try (InputStream in = ModelCatalogue.class.getResourceAsStream("models.json")) {
      if (in == null) {
        throw new IllegalStateException("models.json is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read models.json", e);
    }
  }
}
