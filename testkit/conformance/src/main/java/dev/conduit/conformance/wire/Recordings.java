// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The recorded answers of one engine, from this jar.
 *
 * @param engine folder under {@code recordings/}, which is engine, version and device
 */
public record Recordings(String engine) {

  private static final String STATUS = "HTTP/1.1 ";

  /** The real vLLM 0.32.0 on a CPU. */
  public static final Recordings VLLM = new Recordings("vllm-0.32.0-cpu");

  /** A recorded answer by name, without {@code .http}. Throws when there is none. */
  public Answer load(String name) {
    return parse(text(name + ".http"));
  }

  /** A recorded answer as it came, with its chunks already joined. */
  public String text(String file) {
    String path = "/recordings/" + engine + "/" + file;
    try (InputStream in = Recordings.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no recording " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read recording " + path, e);
    }
  }

  /** Reads a status line, headers, an empty line and a body. */
  static Answer parse(String text) {
    String plain = text.replace("\r\n", "\n");
    int end = plain.indexOf("\n\n");
    if (end < 0 || !plain.startsWith(STATUS)) {
      throw new IllegalArgumentException(
          "a recording is a status line, headers, an empty line, a body");
    }
    List<String> head = plain.substring(0, end).lines().toList();
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : head.subList(1, head.size())) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int code = STATUS.length();
    int status = Integer.parseInt(plain.substring(code, code + 3));
    return new Answer(status, headers, plain.substring(end + 2));
  }
}
