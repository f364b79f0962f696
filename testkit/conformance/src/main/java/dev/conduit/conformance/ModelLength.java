// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.conduit.conformance.wire.Ask;
import dev.conduit.conformance.wire.Client;
import java.io.IOException;
import java.net.URI;

/** Reads a served model's context from {@code /v1/models}, where engines tell it. */
final class ModelLength {
  private ModelLength() {}

  /**
   * The context in tokens.
   *
   * <p>Errors: throws {@link IOException} when the server does not answer, {@link
   * IllegalArgumentException} when it does not serve the model or does not tell.
   */
  static int of(URI base, String model) throws IOException, InterruptedException {
    try (Client client = new Client(base)) {
      JsonNode models = client.send("models", Ask.get("/v1/models")).json().path("data");
      for (JsonNode one : models) {
        if (one.path("id").asText().equals(model) && one.path("max_model_len").isInt()) {
          return one.path("max_model_len").asInt();
        }
      }
      throw new IllegalArgumentException(
          "%s/v1/models tells no max_model_len for model %s; give it with --max-model-len"
              .formatted(base, model));
    }
  }
}
