// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** An error in OpenAI's shape: one object {@code error} with message, type, param and code. */
public record OpenAiError() implements Check {

  @Override
  public List<String> differences(Exchange exchange) {
    JsonNode body = exchange.answer().json();
    JsonNode error = body.path("error");
    List<String> differences = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>();
    error.fieldNames().forEachRemaining(keys::add);
    if (body.size() != 1
        || !keys.equals(new TreeSet<>(List.of("message", "type", "param", "code")))) {
      differences.add(
          "body: expected {error: {message, type, param, code}}, was "
              + exchange.answer().body().strip());
      return differences;
    }
    if (error.path("message").asText().isBlank() || !error.path("type").isTextual()) {
      differences.add("error: expected a message and a type, was " + error);
    }
    if (!error.path("param").isNull() && !error.path("param").isTextual()) {
      differences.add("error.param: expected a string or null, was " + error.path("param"));
    }
    return differences;
  }
}
