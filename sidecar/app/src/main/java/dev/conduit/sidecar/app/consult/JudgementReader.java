// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.consult;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.sidecar.core.pair.Drop;
import dev.conduit.sidecar.core.pair.Judgement;
import java.io.IOException;

/**
 * Reads {@code {"better":"light"}}, {@code heavy}, {@code same} or {@code unknown}, or {@code
 * {"light":0.2,"heavy":0.9}}; anything else means nothing.
 */
final class JudgementReader {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Judgement MALFORMED = new Judgement.None(Drop.JUDGE_MALFORMED);

  private JudgementReader() {}

  static Judgement read(byte[] body) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (IOException e) {
      return MALFORMED;
    }
    boolean isScored = json.has("light") && json.has("heavy");
    if (isScored == json.has("better")) {
      return MALFORMED;
    }
    return isScored ? scored(json.get("light"), json.get("heavy")) : better(json.get("better"));
  }

  private static Judgement better(JsonNode which) {
    return switch (which.asText("")) {
      case "heavy" -> Judgement.preferring(true);
      case "light" -> Judgement.preferring(false);
      case "same" -> new Judgement.Compared(0);
      case "unknown" -> new Judgement.None(Drop.UNDECIDED);
      default -> MALFORMED;
    };
  }

  private static Judgement scored(JsonNode light, JsonNode heavy) {
    return isScore(light) && isScore(heavy)
        ? new Judgement.Scored(light.asDouble(), heavy.asDouble())
        : MALFORMED;
  }

  private static boolean isScore(JsonNode score) {
    return score.isNumber() && score.asDouble() >= 0 && score.asDouble() <= 1;
  }
}
