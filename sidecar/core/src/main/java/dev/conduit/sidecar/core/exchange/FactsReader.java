// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.exchange;

import dev.conduit.contract.Tokens;
import dev.conduit.sidecar.core.failure.Failure;
import dev.conduit.sidecar.core.json.Json;
import dev.conduit.sidecar.core.json.JsonText;
import dev.conduit.sidecar.core.json.Span;
import java.util.Optional;

/**
 * Reads {@link RequestFacts} from a body.
 *
 * <p>Idea: one strict pass over all bytes finds the known fields and proves that the body is JSON
 * in UTF-8; a second, over messages only, finds what users wrote. Linear in the body; nothing is
 * decoded but the model's name. Errors: {@link Reading.Rejected} names the field.
 */
public final class FactsReader {
  private FactsReader() {}

  /** The facts, or why the request is refused. */
  public sealed interface Reading {
    /** The body is well-formed. */
    record Read(RequestFacts facts) implements Reading {}

    /** The caller has to change the request. */
    record Rejected(Failure.BadRequest failure) implements Reading {}
  }

  /** Reads the bytes from {@code from} inclusive to {@code to} exclusive. */
  public static Reading read(byte[] body, int from, int to, Api api) {
    int start = Json.blanks(body, from, to);
    Fields fields = Fields.of(body, start, to, 0);
    int end = fields.end() < 0 ? fields.end() : Json.blanks(body, fields.end(), to);
    if (end != to) {
      return new Reading.Rejected(malformed(body, end < 0 ? ~end : end, from, to));
    }
    if (fields.duplicate() >= 0) {
      String name = Fields.name(fields.duplicate());
      return rejected(name, "\"" + name + "\" is given twice; give it once");
    }
    if (!fields.has(Fields.MODEL)) {
      return rejected(
          "model", "you must provide a model parameter; \"auto\" lets the policy choose");
    }
    if (body[fields.from(Fields.MODEL)] != '"') {
      return rejected("model", "\"model\" must be a string");
    }
    Optional<Reading> missing = missing(body, fields, api);
    return missing.orElseGet(() -> new Reading.Read(facts(body, fields, start, to, api)));
  }

  private static Optional<Reading> missing(byte[] body, Fields fields, Api api) {
    return switch (api) {
      case CHAT -> required(body, fields, Fields.MESSAGES, '[');
      case COMPLETIONS -> required(body, fields, Fields.PROMPT, '\0');
      case EMBEDDINGS -> required(body, fields, Fields.INPUT, '\0');
      case OTHER -> Optional.empty();
    };
  }

  private static Optional<Reading> required(byte[] body, Fields fields, int field, char first) {
    String name = Fields.name(field);
    if (!fields.has(field)) {
      return Optional.of(rejected(name, "missing required parameter: \"" + name + "\""));
    }
    if (first == '[' && (body[fields.from(field)] != '[' || isEmpty(body, fields, field))) {
      return Optional.of(
          rejected(name, "\"" + name + "\" must be an array with at least one message"));
    }
    return Optional.empty();
  }

  private static boolean isEmpty(byte[] body, Fields fields, int field) {
    return body[Json.blanks(body, fields.from(field) + 1, fields.to(field))] == ']';
  }

  private static RequestFacts facts(byte[] body, Fields fields, int from, int to, Api api) {
    Span model = new Span(fields.from(Fields.MODEL), fields.to(Fields.MODEL));
    boolean tools =
        isFilled(body, fields, Fields.TOOLS) || isFilled(body, fields, Fields.FUNCTIONS);
    Prompt prompt = Prompt.of(body, fields);
    return new RequestFacts(
        api,
        JsonText.decode(body, model),
        model,
        isTrue(body, fields, Fields.STREAM),
        includesUsage(body, fields),
        maxTokens(body, fields),
        tools,
        prompt.messages(),
        prompt.lastRole(),
        prompt.tokens(),
        prompt.userText(body),
        new WholeBody(body, from, to),
        prompt.turn(),
        hasSchema(body, fields),
        prompt.hasMedia());
  }

  /** {@code response_format} is an object whose type is another than text. */
  private static boolean hasSchema(byte[] body, Fields fields) {
    if (!fields.has(Fields.RESPONSE_FORMAT) || body[fields.from(Fields.RESPONSE_FORMAT)] != '{') {
      return false;
    }
    int from = fields.from(Fields.RESPONSE_FORMAT);
    Fields format = Fields.of(body, from, fields.to(Fields.RESPONSE_FORMAT), 0);
    return format.has(Fields.TYPE)
        && body[format.from(Fields.TYPE)] == '"'
        && !JsonText.decode(body, new Span(format.from(Fields.TYPE), format.to(Fields.TYPE)))
            .equals("text");
  }

  private static boolean isTrue(byte[] body, Fields fields, int field) {
    return fields.has(field) && body[fields.from(field)] == 't';
  }

  private static boolean isFilled(byte[] body, Fields fields, int field) {
    return fields.has(field) && body[fields.from(field)] == '[' && !isEmpty(body, fields, field);
  }

  private static boolean includesUsage(byte[] body, Fields fields) {
    if (!fields.has(Fields.STREAM_OPTIONS) || body[fields.from(Fields.STREAM_OPTIONS)] != '{') {
      return false;
    }
    int from = fields.from(Fields.STREAM_OPTIONS);
    Fields options = Fields.of(body, from, fields.to(Fields.STREAM_OPTIONS), 0);
    return isTrue(body, options, Fields.INCLUDE_USAGE);
  }

  private static Tokens maxTokens(byte[] body, Fields fields) {
    int[] names = {Fields.MAX_COMPLETION_TOKENS, Fields.MAX_TOKENS, Fields.MAX_OUTPUT_TOKENS};
    for (int field : names) {
      if (fields.has(field)) {
        return new Tokens(integer(body, fields.from(field), fields.to(field)));
      }
    }
    return Tokens.ZERO;
  }

  /** A whole number of at most 18 digits; zero for anything else, which the engine will refuse. */
  private static long integer(byte[] body, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      if (body[i] < '0' || body[i] > '9' || i - from >= 18) {
        return 0;
      }
      value = value * 10 + (body[i] - '0');
    }
    return value;
  }

  private static Failure.BadRequest malformed(byte[] body, int at, int from, int to) {
    int offset = at - from;
    if (from == to) {
      return new Failure.BadRequest("invalid_json", "the body is empty; send a JSON object", "");
    }
    if (at >= to) {
      return new Failure.BadRequest(
          "invalid_json",
          "the body is not valid JSON: it ends too early, after " + offset + " bytes",
          "");
    }
    if (body[at] < 0) {
      return new Failure.BadRequest(
          "invalid_utf8",
          "the body is not valid UTF-8 at byte " + offset + "; send JSON in UTF-8",
          "");
    }
    String message =
        Json.isTooDeep(body, from, at)
            ? "the body is nested deeper than %d levels, at byte %d; send it flatter"
                .formatted(Json.MAX_DEPTH, offset)
            : "the body is not valid JSON at byte " + offset;
    return new Failure.BadRequest("invalid_json", message, "");
  }

  private static Reading rejected(String field, String message) {
    return new Reading.Rejected(new Failure.BadRequest("invalid_value", message, field));
  }
}
