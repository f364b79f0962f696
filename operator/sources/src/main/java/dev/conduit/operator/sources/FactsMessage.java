// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.sources;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.operator.core.observed.ModelReading;
import dev.conduit.operator.core.observed.Obstacle;
import dev.conduit.operator.core.observed.WeightPart;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A reading as what a container may say when it ends: at most 4096 bytes.
 *
 * <p>Shape: one JSON object; {@code bytes}, {@code config} (only the fields that sizes come from),
 * {@code unknown} and {@code gguf}, or {@code obstacle} and {@code why}. Whoever reads it trusts
 * nothing of it: anybody who may write the pod's status can have written it.
 */
public final class FactsMessage {
  /** Of the message, and of how names are sorted into parts; others are not taken. */
  public static final int FORMAT = 1;

  /** Source: the kubelet cuts what is longer. */
  static final int MOST_BYTES = 4096;

  private static final int MOST_WORDS = 1000;
  private static final int MOST_UNKNOWN = 8;
  private static final int LONGEST_NAME = 120;
  private static final int DEEPEST = 20;
  private static final int LONGEST_NUMBER = 30;

  /** A pebibyte: a thousand times today's largest. */
  private static final long MOST_WEIGHTS = 1L << 50;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private FactsMessage() {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Said(
      int format,
      @Nullable Obstacle obstacle,
      @Nullable String why,
      @Nullable Boolean gguf,
      @Nullable Map<WeightPart, Long> bytes,
      @Nullable List<String> unknown,
      // Nulls in it mean something.
      @JsonInclude(value = JsonInclude.Include.NON_NULL, content = JsonInclude.Include.ALWAYS)
          @JsonProperty("config")
          @Nullable Map<String, Object> config) {}

  /**
   * What to say of a model; never longer than a container may.
   *
   * @param what the model in words
   */
  public static String encode(String what, ModelReading reading) {
    return switch (reading) {
      case ModelReading.Headers headers -> encode(what, NeededFields.of(headers));
      case ModelReading.Obstructed(Obstacle obstacle, String why) -> refusal(obstacle, why);
      case ModelReading.Pending(String from) ->
          refusal(Obstacle.UNREACHABLE, "%s is being read from %s".formatted(what, from));
    };
  }

  private static String encode(String what, ModelReading.Headers needed) {
    String text =
        written(
            new Said(
                FORMAT,
                null,
                null,
                needed.gguf(),
                new TreeMap<>(needed.bytes()),
                new TreeSet<>(needed.unknown())
                    .stream().limit(MOST_UNKNOWN).map(name -> plain(name, LONGEST_NAME)).toList(),
                needed.config()));
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    return length <= MOST_BYTES
        ? text
        : refusal(
            Obstacle.UNSUPPORTED,
            "what is needed of the configuration of %s takes %d bytes, and a pod can say %d; declare spec.models[0].facts: `conduit facts DIR` prints them where the claim is mounted"
                .formatted(what, length, MOST_BYTES));
  }

  private static String refusal(Obstacle obstacle, String why) {
    return written(new Said(FORMAT, obstacle, plain(why), null, null, null, null));
  }

  private static String written(Said said) {
    try {
      return JSON.writeValueAsString(said);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("facts that JSON gave are no JSON", e);
    }
  }

  /**
   * What somebody said of a model.
   *
   * @param what the model in words
   * @param from where it was read, in words
   */
  public static ModelReading decode(String text, String what, String from) {
    if (text.length() > MOST_BYTES) {
      return senseless(what, from, "it has more than %d bytes".formatted(MOST_BYTES));
    }
    Said said;
    try {
      said = JSON.readValue(text, Said.class);
    } catch (JsonProcessingException e) {
      return senseless(what, from, "it is no JSON of facts");
    }
    if (said == null || said.format() != FORMAT) {
      return senseless(what, from, "it is of another version");
    }
    Obstacle obstacle = said.obstacle();
    String why = said.why();
    if (obstacle != null && why != null) {
      return new ModelReading.Obstructed(obstacle, plain(why));
    }
    return headers(said, what, from);
  }

  private static ModelReading headers(Said said, String what, String from) {
    Map<WeightPart, Long> bytes = said.bytes();
    Map<String, Object> config = said.config();
    if (bytes == null || config == null) {
      return senseless(what, from, "it has no bytes or no config");
    }
    boolean isCounted =
        bytes.values().stream()
            .allMatch(count -> count != null && count >= 0 && count <= MOST_WEIGHTS);
    if (!isCounted || bytes.values().stream().mapToLong(Long::longValue).sum() == 0) {
      return senseless(what, from, "its bytes are not those of weights");
    }
    List<String> unknown =
        said.unknown() == null
            ? List.of()
            : said.unknown().stream()
                .filter(Objects::nonNull)
                .limit(MOST_UNKNOWN)
                .map(name -> plain(name, LONGEST_NAME))
                .toList();
    return new ModelReading.Headers(
        config, bytes, new TreeSet<>(unknown), Boolean.TRUE.equals(said.gguf()), from);
  }

  private static ModelReading senseless(String what, String from, String why) {
    return new ModelReading.Obstructed(
        Obstacle.UNREACHABLE,
        "%s: what was said of %s makes no sense, %s; declare spec.models[0].facts"
            .formatted(from, what, why));
  }

  /** One line of what people can read, of bounded length, of words that somebody else wrote. */
  public static String plain(String text) {
    return plain(text, MOST_WORDS);
  }

  private static String plain(String text, int most) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
    return line.length() <= most ? line : line.substring(0, most) + "...";
  }
}
