// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.exchange;

import dev.conduit.sidecar.core.json.Json;
import dev.conduit.sidecar.core.json.JsonText;
import dev.conduit.sidecar.core.json.Span;
import java.util.Arrays;

/**
 * Where the fields that routing reads stand in a JSON object; all others are checked and skipped.
 */
final class Fields {
  static final int MODEL = 0;
  static final int MESSAGES = 1;
  static final int PROMPT = 2;
  static final int INPUT = 3;
  static final int STREAM = 4;
  static final int STREAM_OPTIONS = 5;
  static final int MAX_TOKENS = 6;
  static final int MAX_COMPLETION_TOKENS = 7;
  static final int TOOLS = 8;
  static final int FUNCTIONS = 9;
  static final int ROLE = 10;
  static final int CONTENT = 11;
  static final int TEXT = 12;
  static final int INCLUDE_USAGE = 13;
  static final int MAX_OUTPUT_TOKENS = 14;
  static final int RESPONSE_FORMAT = 15;
  static final int TOOL_CALLS = 16;
  static final int FUNCTION_CALL = 17;
  static final int TYPE = 18;
  static final int TOOL_CALL_ID = 19;
  private static final String[] NAMES = {
    "model",
    "messages",
    "prompt",
    "input",
    "stream",
    "stream_options",
    "max_tokens",
    "max_completion_tokens",
    "tools",
    "functions",
    "role",
    "content",
    "text",
    "include_usage",
    "max_output_tokens",
    "response_format",
    "tool_calls",
    "function_call",
    "type",
    "tool_call_id"
  };
  private static final int COUNT = NAMES.length;

  private final int[] spans;
  private final int end;
  private final int duplicate;

  private Fields(int[] spans, int end, int duplicate) {
    this.spans = spans;
    this.end = end;
    this.duplicate = duplicate;
  }

  /** Reads the object at {@code at}; see {@link #end()} for how far it got. */
  static Fields of(byte[] b, int at, int limit, int depth) {
    int[] spans = new int[2 * COUNT];
    if (at >= limit || b[at] != '{') {
      return new Fields(spans, ~at, -1);
    }
    int duplicate = -1;
    int i = Json.blanks(b, at + 1, limit);
    if (i < limit && b[i] == '}') {
      return new Fields(spans, i + 1, duplicate);
    }
    while (true) {
      int key = i;
      i = Json.string(b, i, limit);
      int field = i < 0 ? -1 : index(b, key, i);
      int from = i < 0 ? i : Json.colon(b, i, limit);
      i = from < 0 ? from : Json.value(b, from, limit, depth + 1);
      if (i < 0) {
        return new Fields(spans, i, duplicate);
      }
      if (field >= 0) {
        duplicate = spans[2 * field + 1] == 0 ? duplicate : field;
        spans[2 * field] = from;
        spans[2 * field + 1] = i;
      }
      i = Json.blanks(b, i, limit);
      if (i < limit && b[i] == '}') {
        return new Fields(spans, i + 1, duplicate);
      }
      if (i >= limit || b[i] != ',') {
        return new Fields(spans, ~i, duplicate);
      }
      i = Json.blanks(b, i + 1, limit);
    }
  }

  /** Past the object, or the complement of the offset where it is not JSON. */
  int end() {
    return end;
  }

  boolean has(int field) {
    return spans[2 * field + 1] > 0;
  }

  int from(int field) {
    return spans[2 * field];
  }

  int to(int field) {
    return spans[2 * field + 1];
  }

  /** A field that is there twice, or -1. Readers differ in which one they take. */
  int duplicate() {
    return duplicate;
  }

  static String name(int field) {
    return NAMES[field];
  }

  private static int index(byte[] b, int from, int to) {
    String key = null;
    int length = to - from - 2;
    for (int i = from + 1; i < to - 1; i++) {
      if (b[i] == '\\') {
        key = JsonText.decode(b, new Span(from, to));
        break;
      }
    }
    if (key != null) {
      return Arrays.asList(NAMES).indexOf(key);
    }
    for (int field = 0; field < COUNT; field++) {
      if (NAMES[field].length() == length && matches(b, from + 1, NAMES[field])) {
        return field;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] b, int at, String name) {
    for (int i = 0; i < name.length(); i++) {
      if (b[at + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
