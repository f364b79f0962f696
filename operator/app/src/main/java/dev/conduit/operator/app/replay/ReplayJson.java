// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.replay;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.conduit.operator.app.replay.ReplayResult.Count;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * A result for programs. Its fields are public API, documented in {@code docs/replay.md}; a change
 * of meaning changes {@link #SCHEMA}. Shares and qualities are from 0 to 1, money is US dollars,
 * numbers are rounded to six decimals. What is unknown is not there.
 */
public final class ReplayJson {
  public static final String SCHEMA = "conduit.dev/replay/v1";

  private static final int DECIMALS = 6;

  private final ReplayResult result;
  private final ObjectNode json = JsonMapper.builder().build().createObjectNode();

  private ReplayJson(ReplayResult result) {
    this.result = result;
  }

  /** Two spaces a level; ends without a line feed. */
  public static String of(ReplayResult result) {
    return new ReplayJson(result).write().toPrettyString();
  }

  private ObjectNode write() {
    json.put("schema", SCHEMA).put("policy", result.policy());
    source();
    requests();
    counts("tiers", "tier", result.tiers());
    counts("targets", "target", result.targets());
    deciders();
    ArrayNode moved = json.putArray("moved");
    result
        .moved()
        .forEach((why, count) -> moved.addObject().put("why", why).put("requests", count));
    tokens();
    cost();
    result.verdict().ifPresent(this::quality);
    ArrayNode notes = json.putArray("notes");
    result.notes().forEach(notes::add);
    return json;
  }

  private void source() {
    ReplayResult.Source source = result.source();
    ObjectNode node =
        json.putObject("source")
            .put("kind", source.form().label())
            .put("file", source.file())
            .put("requests", source.requests())
            .put("badLines", source.bad());
    ArrayNode problems = node.putArray("problems");
    source
        .problems()
        .forEach(one -> problems.addObject().put("line", one.line()).put("problem", one.words()));
  }

  private void requests() {
    ObjectNode node = json.putObject("requests");
    node.put("routed", result.routed());
    ArrayNode refused = node.putArray("refused");
    result
        .refused()
        .forEach(
            (code, one) ->
                refused
                    .addObject()
                    .put("code", code)
                    .put("requests", one.requests())
                    .put("firstLine", one.line())
                    .put("firstMessage", one.message()));
  }

  private void counts(String field, String name, Map<String, Count> counts) {
    ArrayNode all = json.putArray(field);
    counts.forEach((key, count) -> count(all.addObject().put(name, key), count));
  }

  private void deciders() {
    ArrayNode all = json.putArray("decidedBy");
    result
        .deciders()
        .forEach(
            (decider, count) ->
                count(all.addObject().put("by", decider.by()).put("name", decider.name()), count));
  }

  private void count(ObjectNode into, Count count) {
    into.put("requests", count.requests());
    into.put(
        "share", number(result.routed() == 0 ? 0 : (double) count.requests() / result.routed()));
    if (result.spending().isKnown()) {
      into.put("cost", number(count.cost()));
    }
  }

  private void tokens() {
    ReplayResult.Spending spending = result.spending();
    json.putObject("tokens")
        .put("prompt", spending.promptTokens())
        .put("answer", spending.outputTokens())
        .put("requestsMeasured", spending.measured())
        .put("assumedAnswer", spending.answerTokens());
  }

  private void cost() {
    ReplayResult.Spending spending = result.spending();
    ObjectNode node = json.putObject("cost").put("known", spending.isKnown());
    if (spending.isKnown()) {
      node.put("policy", number(spending.policy()))
          .put("allLight", number(spending.allLight()))
          .put("allHeavy", number(spending.allHeavy()));
      share(node, "savedOfAllHeavy", spending.allHeavy() - spending.policy(), spending.allHeavy());
      share(node, "moreThanAllLight", spending.policy() - spending.allLight(), spending.allLight());
    }
    ArrayNode free = node.putArray("withoutPrice");
    spending.withoutPrice().forEach(free::add);
  }

  private static void share(ObjectNode into, String field, double part, double whole) {
    if (whole > 0) {
      into.put(field, number(part / whole));
    }
  }

  private void quality(Verdict verdict) {
    ObjectNode node =
        json.putObject("quality")
            .put("judged", verdict.judged())
            .put("unjudged", verdict.unjudged())
            .put("policy", number(verdict.policy().quality()))
            .put("heavyShare", number(verdict.policy().share()))
            .put("allLight", number(verdict.allLight().quality()))
            .put("allHeavy", number(verdict.allHeavy().quality()))
            .put("randomAtSameShare", number(verdict.byChance()));
    verdict.recovered().ifPresent(share -> node.put("recoveredGap", number(share)));
    order(node, "classifier", verdict.classifier());
    order(node, "random", verdict.random());
    order(node, "lengthOnly", verdict.length());
    order(node, "oracle", verdict.oracle());
  }

  private static void order(ObjectNode into, String field, Verdict.Order order) {
    order
        .quality()
        .ifPresent(
            one ->
                into.putObject(field)
                    .put("apgr", number(one.apgr()))
                    .put("cpt50", number(one.cpt50()))
                    .put("cpt80", number(one.cpt80())));
  }

  private static BigDecimal number(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
  }
}
