// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.checkpoint.ModelFiles;
import dev.conduit.checkpoint.UnreadableWeights;
import dev.conduit.checkpoint.WeightFiles;
import dev.conduit.checkpoint.Weights;
import dev.conduit.operator.core.facts.ConfigFields;
import dev.conduit.operator.core.facts.GgufConfig;
import dev.conduit.operator.core.facts.StoredTensor;
import dev.conduit.operator.core.facts.WeightBytes;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Reads a model's configuration and the headers of its weights.
 *
 * @param files where they are
 * @param what the model in words, for messages
 * @param from where they are in words
 */
record CheckpointReader(ModelFiles files, String what, String from) {
  private static final String CONFIG = "config.json";
  private static final long LONGEST_CONFIG = 16 << 20;
  private static final String WAY_OUT = "or declare spec.models[0].facts";
  private static final TypeReference<LinkedHashMap<String, Object>> FIELDS =
      new TypeReference<>() {};

  /** Whole numbers as {@link Long}, whatever their size. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();

  /**
   * What they say, or why they say nothing.
   *
   * @throws IOException when their place cannot be read; damaged files are no exception
   */
  ModelReading safetensors() throws IOException {
    if (files.size(WeightFiles.SINGLE).isEmpty() && files.size(WeightFiles.INDEX).isEmpty()) {
      return new ModelReading.Obstructed(
          Obstacle.UNSUPPORTED,
          "%s has neither %s nor %s in %s; convert its weights to safetensors, %s"
              .formatted(what, WeightFiles.INDEX, WeightFiles.SINGLE, from, WAY_OUT));
    }
    return said(
        () -> {
          Map<String, Object> config = config();
          return headers(config, tensors(WeightFiles.read(files, ""), false), false);
        });
  }

  /** The same for one GGUF file, with its other parts. */
  ModelReading gguf(String file) throws IOException {
    return said(
        () -> {
          Weights weights = WeightFiles.read(files, file);
          Map<String, Object> config = GgufConfig.of(weights.metadata()).values();
          return headers(config, tensors(weights, true), true);
        });
  }

  /** One reading of files that anybody may have written. */
  @FunctionalInterface
  private interface Attempt {
    ModelReading make() throws IOException;
  }

  /** A finding of any file, whatever is in it: other models are to be planned nevertheless. */
  private ModelReading said(Attempt attempt) throws IOException {
    try {
      return attempt.make();
    } catch (UnreadableWeights e) {
      return unreadable(e.reason());
    } catch (RuntimeException | StackOverflowError e) {
      return unreadable(
          "its files make no sense (%s); fetch them again".formatted(e.getClass().getSimpleName()));
    }
  }

  private ModelReading unreadable(String why) {
    return new ModelReading.Obstructed(
        Obstacle.UNREADABLE, "%s in %s: %s, %s".formatted(what, from, why, WAY_OUT));
  }

  private ModelReading headers(
      Map<String, Object> config, List<StoredTensor> tensors, boolean gguf) {
    WeightBytes sorted = WeightBytes.of(tensors, new ConfigFields(config));
    return new ModelReading.Headers(config, sorted.byPart(), sorted.unknown(), gguf, from);
  }

  private static List<StoredTensor> tensors(Weights weights, boolean asStored) {
    return weights.tensors().stream()
        .map(
            tensor ->
                asStored
                    ? new StoredTensor(tensor.name(), tensor.bytes())
                    : StoredTensor.of(tensor.name(), tensor.type(), tensor.bytes()))
        .toList();
  }

  private Map<String, Object> config() throws IOException {
    OptionalLong size = files.size(CONFIG);
    if (size.isEmpty()) {
      throw WeightFiles.unreadable(CONFIG, "there is no such file; fetch it");
    }
    if (size.getAsLong() > LONGEST_CONFIG) {
      throw WeightFiles.unreadable(CONFIG, "has more than 16 MiB; it is no configuration");
    }
    String text = new String(files.read(CONFIG, 0, (int) size.getAsLong()), StandardCharsets.UTF_8);
    try {
      Map<String, Object> fields = JSON.readValue(text, FIELDS);
      if (fields == null) { // the file is the word null
        throw WeightFiles.unreadable(CONFIG, "is no JSON object; fetch it again");
      }
      return fields;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw WeightFiles.unreadable(CONFIG, "line %d is no JSON; fetch it again".formatted(line));
    }
  }
}
