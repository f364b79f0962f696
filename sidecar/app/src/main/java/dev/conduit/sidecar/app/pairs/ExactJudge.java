// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.pairs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.sidecar.core.pair.Drop;
import dev.conduit.sidecar.core.pair.Judgement;
import java.util.Optional;

/**
 * Compares two answers as texts, where that says something: the heavier one is JSON, or a few words
 * that are the answer itself and no prose about it. Whether it is compared must not depend on
 * whether they agree: of prose, only agreement would ever be seen, and the learner would take it
 * that the lighter tier is always enough.
 *
 * <p>The same: nothing is gained by the heavier tier. Not the same: at most one is right, and more
 * often the heavier one. Taken is 0.5; decision 0027 says where that comes from.
 */
public final class ExactJudge {
  private static final double UNEQUAL = 0.5;
  private static final String FENCE = "```";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private ExactJudge() {}

  /** Of the two texts; takes time in proportion to their length. */
  public static Judgement judge(String light, String heavy) {
    Optional<JsonNode> form = json(heavy);
    if (form.isPresent()) {
      return found(
          json(light).filter(it -> form.get().equals(ExactJudge::compare, it)).isPresent());
    }
    Optional<ShortAnswer> key = ShortAnswer.of(heavy).filter(ShortAnswer::isKey);
    Optional<ShortAnswer> said = ShortAnswer.of(light);
    return key.isEmpty() || said.isEmpty()
        ? new Judgement.None(Drop.UNDECIDED)
        : found(said.get().says(key.get()));
  }

  private static Judgement found(boolean isSame) {
    return new Judgement.Compared(isSame ? 0 : UNEQUAL);
  }

  /** Numbers by value: 1.0 is 1. */
  private static int compare(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue());
    }
    return one.equals(other) ? 0 : 1;
  }

  private static Optional<JsonNode> json(String text) {
    try {
      return Optional.of(JSON.readTree(bare(text.strip()))).filter(JsonNode::isContainerNode);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Without the fence that Markdown puts around it. */
  private static String bare(String text) {
    int line = text.indexOf('\n');
    boolean isFenced = text.startsWith(FENCE) && text.endsWith(FENCE) && line > 0;
    return isFenced && line < text.length() - FENCE.length()
        ? text.substring(line, text.length() - FENCE.length())
        : text;
  }
}
