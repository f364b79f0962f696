// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.check;

import dev.conduit.conformance.wire.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Status, the headers that a client acts on ({@code content-type}, {@code allow}) and whether the
 * body has a length or comes in chunks. Headers that only describe the server (date, server, vary)
 * are not compared.
 */
public record Framing() implements Check {
  private static final List<String> SAME = List.of("content-type", "allow");

  @Override
  public List<String> differences(Exchange exchange) {
    List<String> differences = new ArrayList<>();
    Answer recorded = exchange.recorded();
    Answer answer = exchange.answer();
    if (recorded.status() != answer.status()) {
      differences.add(
          "status: expected %d, was %d with body %s"
              .formatted(recorded.status(), answer.status(), answer.body().strip()));
    }
    for (String name : SAME) {
      if (!recorded.header(name).equals(answer.header(name))) {
        differences.add(
            "header %s: expected %s, was %s"
                .formatted(name, text(recorded, name), text(answer, name)));
      }
    }
    length(recorded, answer).ifPresent(differences::add);
    return differences;
  }

  private static Optional<String> length(Answer recorded, Answer answer) {
    Optional<String> length = answer.header("content-length");
    if (recorded.header("content-length").isEmpty()) {
      return length.map(value -> "expected chunks, was content-length: " + value);
    }
    String bytes = Integer.toString(answer.body().getBytes(StandardCharsets.UTF_8).length);
    return length.equals(Optional.of(bytes))
        ? Optional.empty()
        : Optional.of(
            "expected content-length: %s, was %s".formatted(bytes, text(answer, "content-length")));
  }

  private static String text(Answer answer, String header) {
    return answer.header(header).orElse("absent");
  }
}
