// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Snapshots to and from JSON, the one form they have in files, ConfigMaps and on the discovery
 * stream.
 *
 * <p>Encoding is deterministic: equal snapshots give equal bytes. Decoding never throws for bad
 * input; it answers {@link Decoded.Invalid} with every problem found, so that a data plane can keep
 * its last good snapshot and say why. Safe for use by several threads.
 */
public final class SnapshotCodec {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final ObjectReader reader = MAPPER.readerFor(RoutingSnapshot.class);
  private final ObjectWriter writer =
      MAPPER.writerFor(RoutingSnapshot.class).withDefaultPrettyPrinter();

  /** What became of the bytes. */
  public sealed interface Decoded {
    /** A snapshot that may be used. */
    record Valid(RoutingSnapshot snapshot) implements Decoded {}

    /** Why it must not be used; at least one problem, each naming the field. */
    record Invalid(List<String> problems) implements Decoded {
      public Invalid {
        problems = List.copyOf(problems);
      }
    }
  }

  /** Indented UTF-8 JSON with a final newline. */
  public byte[] encode(RoutingSnapshot snapshot) {
    try {
      byte[] json = writer.writeValueAsBytes(snapshot);
      byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
      line[json.length] = '\n';
      return line;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot encode the snapshot of " + snapshot.policy(), e);
    }
  }

  /** Parses and validates; see {@link SnapshotRules} for what is checked beyond the shape. */
  public Decoded decode(byte[] json) {
    RoutingSnapshot snapshot;
    try {
      snapshot = reader.readValue(json);
    } catch (JsonMappingException e) {
      return new Decoded.Invalid(List.of(path(e) + ": " + e.getOriginalMessage()));
    } catch (JsonProcessingException e) {
      return new Decoded.Invalid(
          List.of("line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a snapshot from memory", e);
    }
    return check(snapshot);
  }

  /** What {@link #decode} says of this snapshot, for one that was put together from parts. */
  public Decoded check(RoutingSnapshot snapshot) {
    List<String> problems = SnapshotRules.problems(snapshot);
    return problems.isEmpty() ? new Decoded.Valid(snapshot) : new Decoded.Invalid(problems);
  }

  private static String path(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(
                step ->
                    step.getFieldName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getFieldName())
            .collect(Collectors.joining());
    return path.isEmpty() ? "snapshot" : path.substring(path.startsWith(".") ? 1 : 0);
  }
}
