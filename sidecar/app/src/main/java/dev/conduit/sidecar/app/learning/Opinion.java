// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.sidecar.core.failure.Failure;
import java.util.List;

/** What a caller thinks of an answer. */
public sealed interface Opinion {
  /** How good the answer was, in [0,1]. */
  record Score(String requestId, double score) implements Opinion {}

  /** Which tier should have answered. */
  record Better(String requestId, boolean isHeavy) implements Opinion {}

  /** Not an opinion; says what is wrong. */
  record Malformed(Failure.BadRequest failure) implements Opinion {}

  /**
   * Reads the body of {@code POST /v1/feedback}.
   *
   * @param tiers from the lightest to the heaviest
   */
  static Opinion read(byte[] body, List<String> tiers) {
    JsonNode json;
    try {
      json =
          JsonMapper.builder()
              .build()
              .readTree(new String(body, java.nio.charset.StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      return malformed("invalid_json", "the body is not valid JSON; send an object", "");
    }
    String id = json.path("request_id").asText("");
    if (id.isEmpty()) {
      return malformed(
          "invalid_value",
          "\"request_id\" is missing: give the x-request-id of the answer",
          "request_id");
    }
    if (json.has("score") == json.has("better")) {
      return malformed(
          "invalid_value", "give either \"score\" (0 to 1) or \"better\" (a tier)", "score");
    }
    return json.has("score") ? score(id, json.get("score")) : better(id, json.get("better"), tiers);
  }

  private static Opinion score(String id, JsonNode score) {
    boolean isGood = score.isNumber() && score.asDouble() >= 0 && score.asDouble() <= 1;
    return isGood
        ? new Score(id, score.asDouble())
        : malformed("invalid_value", "\"score\": " + score + " is not a number in 0..1", "score");
  }

  private static Opinion better(String id, JsonNode tier, List<String> tiers) {
    int at = tiers.indexOf(tier.asText(""));
    return at >= 0
        ? new Better(id, at == tiers.size() - 1)
        : malformed(
            "invalid_value", "\"better\": " + tier + " is not one of the tiers " + tiers, "better");
  }

  private static Opinion malformed(String code, String message, String field) {
    return new Malformed(new Failure.BadRequest(code, message, field));
  }
}
