// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON in and out: strict UTF-8, keys in the order in which they were put. */
final class Json {

  static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * Reads a request body.
   *
   * <p>Errors: a {@link Refusal} with 400 for bytes that are not UTF-8, text that is not JSON, or
   * JSON that is not an object.
   */
  static ObjectNode read(Buffer body) {
    String text = decode(body);
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (IOException e) {
      throw new Refusal(ValidationErrors.notJson(JsonSyntax.explain(text)));
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    if (node.isMissingNode()) {
      throw new Refusal(ValidationErrors.notJson(JsonSyntax.explain(text)));
    }
    throw new Refusal(ValidationErrors.notAnObject(node));
  }

  /** A node as one line. */
  static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree could not be written", e);
    }
  }

  /** A string with quotes, escaped. */
  static String quote(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }

  private static String decode(Buffer body) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(body.getBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Refusal(
          WireError.badRequest("the request body is not valid UTF-8: send JSON encoded as UTF-8"));
    }
  }
}
