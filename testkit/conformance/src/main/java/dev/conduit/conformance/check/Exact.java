// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.conduit.conformance.wire.Answer;
import java.util.List;
import java.util.function.Function;

/**
 * The body's JSON must equal the recorded one, after what depends on the server under test (the
 * model's name, its context) was put into the recorded text.
 *
 * @param expected the recorded body as this server must give it
 */
public record Exact(Function<Exchange, String> expected) implements Check {

  /** As recorded, but for the model's name. */
  public static Exact asRecorded() {
    return new Exact(exchange -> exchange.recorded().body());
  }

  @Override
  public List<String> differences(Exchange exchange) {
    JsonNode wanted = Answer.json(expected.apply(exchange));
    JsonNode actual = exchange.answer().json();
    return wanted.equals(actual)
        ? List.of()
        : List.of("body: expected %s, was %s".formatted(wanted, exchange.answer().body().strip()));
  }
}
