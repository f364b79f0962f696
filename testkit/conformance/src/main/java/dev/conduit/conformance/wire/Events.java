// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The server-sent events of an OpenAI stream.
 *
 * @param chunks the JSON of each {@code data:} line, in order, without {@code [DONE]}
 * @param problems what is wrong with the framing, as sentences; empty when it is right
 */
public record Events(List<JsonNode> chunks, List<String> problems) {
  private static final String DATA = "data: ";
  private static final String DONE = "[DONE]";

  public Events {
    chunks = List.copyOf(chunks);
    problems = List.copyOf(problems);
  }

  /** Reads a body; every event is one {@code data:} line and an empty one, the last is DONE. */
  public static Events parse(String body) {
    List<JsonNode> chunks = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    boolean done = false;
    for (String event : body.strip().split("\n\n", -1)) {
      if (done) {
        problems.add("an event after [DONE]: " + event);
      }
      if (!event.startsWith(DATA) || event.contains("\n")) {
        problems.add("an event that is not one data line: " + event);
        continue;
      }
      String data = event.substring(DATA.length());
      done = data.equals(DONE);
      if (!done) {
        add(data, chunks, problems);
      }
    }
    if (!done) {
      problems.add("the stream does not end with data: [DONE]");
    }
    return new Events(chunks, problems);
  }

  private static void add(String data, List<JsonNode> chunks, List<String> problems) {
    JsonNode chunk = Answer.json(data);
    if (chunk.isObject()) {
      chunks.add(chunk);
    } else {
      problems.add("a data line that is no JSON object: " + data);
    }
  }
}
