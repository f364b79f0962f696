// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.conduit.operator.app.replay.Recorded.Outcome;
import dev.conduit.operator.app.replay.Recorded.Reading;
import dev.conduit.sidecar.core.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads requests from lines. Never fails: a line that is no request says why.
 *
 * @param form of the file
 */
record LineReader(FileForm form) {
  Reading read(byte[] line) {
    try {
      JsonFields fields = JsonFields.of(line);
      return switch (form) {
        case DATASET -> outcomes(fields);
        case LOG -> fields.has("messages") ? body(line, fields) : envelope(fields);
      };
    } catch (WrongField e) {
      return new Reading.Bad(e.words());
    } catch (JsonProcessingException e) {
      long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
      return new Reading.Bad("no JSON object" + (at > 0 ? " from byte " + at + " on" : ""));
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot be read", e);
    }
  }

  private static Reading outcomes(JsonFields line) throws IOException {
    Optional<String> prompt = line.text("prompt");
    if (prompt.isEmpty()) {
      throw new WrongField(
          "prompt",
          line.has("prompt")
              ? "is no text"
              : "is missing" + (line.has("messages") ? "; lines with messages are for --log" : ""));
    }
    Optional<Outcome> outcome = LogFields.outcome(line);
    if (outcome.isEmpty()) {
      throw new WrongField(LogFields.WEAK, "is missing; without outcomes, use --log");
    }
    String body =
        "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":"
            + JsonText.quote(prompt.get())
            + "}]}";
    return new Reading.Read(
        new Recorded(
            body.getBytes(StandardCharsets.UTF_8),
            Map.of(),
            "",
            Optional.empty(),
            LogFields.usage(line),
            outcome));
  }

  private static Reading body(byte[] line, JsonFields fields) throws IOException {
    return about(line, fields, JsonFields.NONE);
  }

  private static Reading envelope(JsonFields line) throws IOException {
    JsonFields request = line.object("request");
    Optional<byte[]> inner = request.has("messages") ? line.json("request") : request.json("body");
    Optional<byte[]> body = inner.isPresent() ? inner : line.json("body");
    if (body.isEmpty()) {
      throw new WrongField(
          line.has("request") ? "request.messages" : "messages",
          "is missing; a line is the body of a chat completion, or an object that has it as request"
              + (line.has("prompt") ? "; lines with a prompt are for --dataset" : ""));
    }
    return about(body.get(), line, request);
  }

  private static Reading about(byte[] body, JsonFields line, JsonFields request)
      throws IOException {
    Map<String, String> headers = new HashMap<>(LogFields.headers(request));
    headers.putAll(LogFields.headers(line));
    return new Reading.Read(
        new Recorded(
            body,
            headers,
            line.text("app").orElse(""),
            LogFields.time(line),
            LogFields.usage(line),
            LogFields.outcome(line)));
  }
}
