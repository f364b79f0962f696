// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.consult;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.sidecar.core.classify.Advice;
import java.io.IOException;

/** Reads {@code {"tier":"heavy"}} or {@code {"score":0.7}}; anything else means nothing. */
final class AdviceReader {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Advice MALFORMED = new Advice.Absent(Advice.Why.MALFORMED);

  private AdviceReader() {}

  /**
   * @param snapshot whose tiers and thresholds give the answer a meaning
   */
  static Advice read(byte[] body, RoutingSnapshot snapshot) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (IOException e) {
      return MALFORMED;
    }
    if (json.has("tier") == json.has("score")) {
      return MALFORMED;
    }
    return json.has("tier") ? tier(json.get("tier"), snapshot) : score(json.get("score"), snapshot);
  }

  private static Advice tier(JsonNode name, RoutingSnapshot snapshot) {
    return snapshot.tiers().stream()
        .filter(tier -> name.isTextual() && tier.name().equals(name.textValue()))
        .findFirst()
        .<Advice>map(Advice.Named::new)
        .orElse(MALFORMED);
  }

  private static Advice score(JsonNode score, RoutingSnapshot snapshot) {
    double value = score.asDouble();
    boolean isGood = score.isNumber() && value >= 0 && value <= 1;
    return isGood && !snapshot.classifier().thresholds().isEmpty()
        ? new Advice.Scored(value)
        : MALFORMED;
  }
}
