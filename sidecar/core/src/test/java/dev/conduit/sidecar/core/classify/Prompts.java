// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.classify;

import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.FactsReader;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.json.JsonText;
import java.nio.charset.StandardCharsets;

/** Prompts as the data plane reads them. */
final class Prompts {
  private Prompts() {}

  static RequestFacts facts(String prompt) {
    String body =
        "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":%s}]}"
            .formatted(JsonText.quote(prompt));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return switch (FactsReader.read(bytes, 0, bytes.length, Api.CHAT)) {
      case FactsReader.Reading.Read(RequestFacts facts) -> facts;
      case FactsReader.Reading.Rejected(var failure) ->
          throw new AssertionError(failure.toString());
    };
  }
}
