// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.exchange;

import dev.conduit.contract.Tokens;
import dev.conduit.sidecar.core.exchange.UserText.Ranges;
import dev.conduit.sidecar.core.json.Json;
import dev.conduit.sidecar.core.json.JsonText;
import dev.conduit.sidecar.core.json.Span;
import java.util.Set;

/**
 * What the model will read, walked over bytes that are known to be valid JSON.
 *
 * @param messages how many
 * @param lastRole of the last message
 * @param weight of the text, in {@link TokenEstimate#UNIT} of a token
 * @param user where the text of users stands
 * @param turn where the conversation stands
 * @param hasMedia whether a part is neither text nor a refusal
 */
record Prompt(int messages, Role lastRole, long weight, Ranges user, Turn turn, boolean hasMedia) {
  private static final Prompt NONE = new Prompt(0, Role.USER, 0, Ranges.NONE, Turn.NONE, false);
  private static final int PER_MESSAGE = 4 * TokenEstimate.UNIT;
  private static final int[] CALLS = {Fields.TOOL_CALLS, Fields.FUNCTION_CALL};
  private static final Set<String> MEDIA =
      Set.of("image_url", "input_image", "input_audio", "video_url", "file", "input_file");

  static Prompt of(byte[] b, Fields fields) {
    Prompt prompt = NONE;
    for (int field : new int[] {Fields.TOOLS, Fields.FUNCTIONS}) {
      if (fields.has(field)) {
        prompt = prompt.plus(TokenEstimate.weigh(b, fields.from(field), fields.to(field)));
      }
    }
    if (fields.has(Fields.MESSAGES) && b[fields.from(Fields.MESSAGES)] == '[') {
      return prompt.withMessages(b, fields.from(Fields.MESSAGES), fields.to(Fields.MESSAGES));
    }
    if (fields.has(Fields.PROMPT)) {
      return prompt.withText(b, fields.from(Fields.PROMPT), fields.to(Fields.PROMPT), Role.USER);
    }
    return fields.has(Fields.INPUT)
        ? prompt.withText(b, fields.from(Fields.INPUT), fields.to(Fields.INPUT), Role.USER)
        : prompt;
  }

  Tokens tokens() {
    return new Tokens((weight + TokenEstimate.UNIT - 1) / TokenEstimate.UNIT);
  }

  UserText userText(byte[] body) {
    return new UserText(body, user.toArray());
  }

  private Prompt plus(long more) {
    return new Prompt(messages, lastRole, weight + more, user, turn, hasMedia);
  }

  private Prompt withMessages(byte[] b, int from, int to) {
    Prompt prompt = this;
    int i = Json.blanks(b, from + 1, to);
    while (b[i] != ']') {
      Fields message = Fields.of(b, i, to, 0);
      boolean isObject = message.end() >= 0;
      int end = isObject ? message.end() : Json.value(b, i, to, 0);
      prompt = isObject ? prompt.withMessage(b, message, i) : prompt;
      i = next(b, end, to);
    }
    return prompt;
  }

  private Prompt withMessage(byte[] b, Fields message, int from) {
    Role role = role(b, message);
    long call = role == Role.TOOL ? call(b, message) : 0;
    Turn next = turn.plus(b, new Span(from, message.end()), role, isCalling(b, message), call);
    Prompt counted = new Prompt(messages + 1, role, weight + PER_MESSAGE, user, next, hasMedia);
    for (int field : CALLS) {
      if (message.has(field)) {
        counted = counted.plus(TokenEstimate.weigh(b, message.from(field), message.to(field)));
      }
    }
    return message.has(Fields.CONTENT)
        ? counted.withText(b, message.from(Fields.CONTENT), message.to(Fields.CONTENT), role)
        : counted;
  }

  private static long call(byte[] b, Fields message) {
    return message.has(Fields.TOOL_CALL_ID)
        ? Turn.hash(b, message.from(Fields.TOOL_CALL_ID), message.to(Fields.TOOL_CALL_ID))
        : 0;
  }

  /** Some clients send an empty list or null where nothing is called. */
  private static boolean isCalling(byte[] b, Fields message) {
    for (int field : CALLS) {
      int from = message.has(field) ? message.from(field) : -1;
      boolean isFilled =
          from >= 0
              && (b[from] == '{'
                  || (b[from] == '[' && b[Json.blanks(b, from + 1, message.to(field))] != ']'));
      if (isFilled) {
        return true;
      }
    }
    return false;
  }

  /** Text is a string, an array of strings, of parts with a text, or of token ids. */
  private Prompt withText(byte[] b, int from, int to, Role role) {
    return switch (b[from]) {
      case '"' -> withString(b, from, to, role);
      case '[' -> withParts(b, from, to, role);
      default -> this;
    };
  }

  private Prompt withParts(byte[] b, int from, int to, Role role) {
    Prompt prompt = this;
    int i = Json.blanks(b, from + 1, to);
    while (b[i] != ']') {
      int end = Json.value(b, i, to, 0);
      prompt = prompt.withPart(b, i, end, role);
      i = next(b, end, to);
    }
    return prompt;
  }

  private Prompt withPart(byte[] b, int from, int to, Role role) {
    if (b[from] == '{') {
      Fields part = Fields.of(b, from, to, 0);
      if (part.has(Fields.TEXT) && b[part.from(Fields.TEXT)] == '"') {
        return withString(b, part.from(Fields.TEXT), part.to(Fields.TEXT), role);
      }
      return part.has(Fields.TYPE) && isMedia(b, part)
          ? new Prompt(messages, lastRole, weight, user, turn, true)
          : this;
    }
    boolean isTokenId = b[from] >= '0' && b[from] <= '9';
    return isTokenId ? plus(TokenEstimate.UNIT) : withText(b, from, to, role);
  }

  private static boolean isMedia(byte[] b, Fields part) {
    if (b[part.from(Fields.TYPE)] != '"') {
      return false;
    }
    String type = JsonText.decode(b, new Span(part.from(Fields.TYPE), part.to(Fields.TYPE)));
    return MEDIA.contains(type);
  }

  private Prompt withString(byte[] b, int from, int to, Role role) {
    Ranges text = role == Role.USER ? user.plus(from, to) : user;
    long more = weight + TokenEstimate.weigh(b, from + 1, to - 1);
    return new Prompt(messages, lastRole, more, text, turn, hasMedia);
  }

  private static Role role(byte[] b, Fields message) {
    return message.has(Fields.ROLE) && b[message.from(Fields.ROLE)] == '"'
        ? Role.of(JsonText.decode(b, new Span(message.from(Fields.ROLE), message.to(Fields.ROLE))))
        : Role.OTHER;
  }

  /** From the end of an element to the next one or the closing bracket. */
  private static int next(byte[] b, int end, int to) {
    int i = Json.blanks(b, end, to);
    return b[i] == ',' ? Json.blanks(b, i + 1, to) : i;
  }
}
