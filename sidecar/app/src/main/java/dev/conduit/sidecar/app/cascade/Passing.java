// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.cascade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.sidecar.core.json.Members;
import dev.conduit.sidecar.core.json.Span;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A verified answer as its caller wants it. */
public final class Passing {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private Passing() {}

  /** In one piece; log-probabilities that only we asked for are null, all else keeps its bytes. */
  public static Buffer whole(byte[] answer, boolean hidesLogprobs) {
    Buffer out = Buffer.buffer(answer.length);
    int from = 0;
    if (hidesLogprobs) {
      for (Members.Member top : Members.of(answer, new Span(0, answer.length))) {
        if (top.name().equals("choices")) {
          for (Span choice : Members.elements(answer, top.value())) {
            from = hide(answer, choice, out, from);
          }
        }
      }
    }
    return out.appendBytes(answer, from, answer.length - from);
  }

  private static int hide(byte[] answer, Span choice, Buffer out, int from) {
    int at = from;
    for (Members.Member one : Members.of(answer, choice)) {
      if (one.name().equals("logprobs")) {
        out.appendBytes(answer, at, one.value().from() - at).appendBytes(NULL);
        at = one.value().to();
      }
    }
    return at;
  }

  /** As server-sent events: each choice in one chunk, how it ended in another. */
  public static Buffer events(byte[] answer, boolean hidesLogprobs, boolean includesUsage) {
    JsonNode json;
    try {
      json = JSON.readTree(answer);
    } catch (IOException e) {
      throw new UncheckedIOException("an answer that was found valid is not", e);
    }
    Buffer out = Buffer.buffer(answer.length + 512);
    for (JsonNode choice : json.path("choices")) {
      ObjectNode said = chunk(json);
      ObjectNode first = said.putArray("choices").addObject();
      first.set("index", choice.path("index"));
      first.set("delta", delta(choice.path("message")));
      if (!hidesLogprobs && choice.has("logprobs")) {
        first.set("logprobs", choice.get("logprobs"));
      }
      first.putNull("finish_reason");
      event(out, said);
      ObjectNode over = chunk(json);
      ObjectNode last = over.putArray("choices").addObject();
      last.set("index", choice.path("index"));
      last.putObject("delta");
      last.set("finish_reason", choice.path("finish_reason"));
      event(out, over);
    }
    if (includesUsage && json.has("usage")) {
      ObjectNode usage = chunk(json);
      usage.putArray("choices");
      usage.set("usage", json.get("usage"));
      event(out, usage);
    }
    return out.appendString("data: [DONE]\n\n");
  }

  private static ObjectNode chunk(JsonNode answer) {
    ObjectNode chunk = JSON.createObjectNode();
    answer
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals("choices") && !field.getKey().equals("usage")) {
                chunk.set(field.getKey(), field.getValue());
              }
            });
    return chunk.put("object", "chat.completion.chunk");
  }

  private static ObjectNode delta(JsonNode message) {
    ObjectNode delta = JSON.createObjectNode();
    message
        .properties()
        .forEach(
            field -> {
              if (!field.getValue().isNull()) {
                delta.set(field.getKey(), field.getValue());
              }
            });
    if (delta.path("tool_calls") instanceof ArrayNode calls) {
      for (int i = 0; i < calls.size(); i++) {
        if (calls.get(i) instanceof ObjectNode call) {
          call.put("index", i);
        }
      }
    }
    return delta;
  }

  private static void event(Buffer out, ObjectNode chunk) {
    out.appendString("data: ").appendString(chunk.toString()).appendString("\n\n");
  }
}
