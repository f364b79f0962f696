// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.stream.Collectors;

/** Faults to and from JSON; an unknown field or a value out of range is refused by its name. */
public final class FaultsJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();
  private static final ObjectReader READER = MAPPER.readerFor(Faults.class);
  private static final ObjectWriter WRITER = MAPPER.writerFor(Faults.class);

  private FaultsJson() {}

  /** What reading comes to. */
  public sealed interface Read {
    record Ok(Faults faults) implements Read {}

    /** One line that names the field. */
    record Invalid(String message) implements Read {}
  }

  public static Read read(String json) {
    try {
      Faults faults = READER.readValue(json);
      return faults == null
          ? new Read.Invalid("faults must be an object, was null")
          : new Read.Ok(faults);
    } catch (UnrecognizedPropertyException e) {
      String known =
          e.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "));
      return new Read.Invalid("unknown field %s; known are %s".formatted(path(e), known));
    } catch (JsonMappingException e) {
      Throwable cause = e.getCause();
      return new Read.Invalid(
          cause instanceof IllegalArgumentException && cause.getMessage() != null
              ? cause.getMessage()
              : path(e) + ": " + e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      return new Read.Invalid("not JSON: " + e.getOriginalMessage());
    }
  }

  public static String write(Faults faults) {
    try {
      return WRITER.writeValueAsString(faults);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("faults are always writable", e);
    }
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(JsonMappingException.Reference::getFieldName)
        .collect(Collectors.joining("."));
  }
}
