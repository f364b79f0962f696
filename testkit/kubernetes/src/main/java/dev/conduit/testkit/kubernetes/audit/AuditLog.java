// SPDX-License-Identifier: Apache-2.0
package dev.conduit.testkit.kubernetes.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the API server's audit log (level Metadata, one JSON object a line). A place in it is a
 * position in bytes.
 */
public final class AuditLog {
  /** How a request begins that is made only to see it in the log; it is never reported. */
  public static final String OWN_QUESTION = "/version?mark=";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  /** Of a file, which need not exist yet. */
  public AuditLog(Path file) {
    this.file = file;
  }

  /** The end of what is written now. */
  public long position() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** What was answered since a position. A line that is half written is left for the next time. */
  public Requests since(long position) {
    // A watch is logged when it begins and when it ends: the id tells that it is one request.
    Map<String, Request> found = new LinkedHashMap<>();
    for (String line : text(position).split("\n", -1)) {
      parse(line).ifPresent(request -> found.putIfAbsent(request.id(), request));
    }
    return new Requests(
        found.values().stream().filter(one -> !one.uri().startsWith(OWN_QUESTION)).toList());
  }

  /** True when a whole line since a position speaks of a URI. */
  public boolean contains(long position, String uri) {
    String text = text(position);
    return text.substring(0, text.lastIndexOf('\n') + 1).contains(uri);
  }

  private String text(long position) {
    if (!Files.exists(file)) {
      return "";
    }
    try (RandomAccessFile input = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[Math.toIntExact(Math.max(0, input.length() - position))];
      input.seek(position);
      input.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static Optional<Request> parse(String line) {
    if (line.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(request(JSON.readTree(line)));
    } catch (JsonProcessingException e) {
      return Optional.empty(); // half written
    }
  }

  private static Request request(JsonNode event) {
    JsonNode object = event.path("objectRef");
    return new Request(
        event.path("auditID").asText(),
        event.path("user").path("username").asText(),
        event.path("userAgent").asText(),
        event.path("verb").asText(),
        object.path("apiGroup").asText(),
        object.path("resource").asText(),
        object.path("subresource").asText(),
        object.path("namespace").asText(),
        object.path("name").asText(),
        event.path("requestURI").asText(),
        event.path("responseStatus").path("code").asInt());
  }
}
