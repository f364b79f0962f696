// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Prompt and completion tokens are counted, and add up to the total. */
public record UsageSum() implements Check {

  @Override
  public List<String> differences(Exchange exchange) {
    return of(exchange.answer().json().path("usage"));
  }

  /** The differences of one usage object. */
  static List<String> of(JsonNode usage) {
    int prompt = usage.path("prompt_tokens").asInt(-1);
    int completion = usage.path("completion_tokens").asInt(-1);
    int total = usage.path("total_tokens").asInt(-1);
    return prompt > 0 && completion >= 0 && total == prompt + completion
        ? List.of()
        : List.of("usage: expected prompt + completion = total, was " + usage);
  }
}
