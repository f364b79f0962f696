// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Balance;
import dev.conduit.contract.Classifier;
import dev.conduit.contract.Dialect;
import dev.conduit.contract.HealthCheck;
import dev.conduit.contract.PolicyRef;
import dev.conduit.contract.Price;
import dev.conduit.contract.Resilience;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetBalance;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.contract.Tokens;
import dev.conduit.sidecar.core.classify.LengthClassifier;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.FactsReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final Target READER = target("reader", 1, new Price(1, 40));
  private static final Target WRITER = target("writer", 1, new Price(4, 5));
  private static final Target SPARE = target("spare", 0, new Price(0.001, 0.001));
  private static final Target TWIN = target("twin", 3, new Price(1, 40));

  @Test
  void lowestCost_dependsOnWhatIsLong() {
    RouteTable table = table(TargetBalance.LOWEST_COST, READER, WRITER);
    assertThat(first(table, ask("hi", 0, Outlook.NONE, 1))).isEqualTo("writer");
    assertThat(first(table, ask("read this. ".repeat(3_000), 0, Outlook.NONE, 1)))
        .as("8,000 tokens in, 256 out")
        .isEqualTo("reader");
    assertThat(first(table, ask("hi ".repeat(20), 1, Outlook.NONE, 1)))
        .as("one token out by its own limit")
        .isEqualTo("reader");
  }

  @Test
  void lowestCost_oneThatWritesMuch_isExpectedTo() {
    RouteTable table = table(TargetBalance.LOWEST_COST, READER, WRITER);
    Outlook chatty = outlook(Map.of(), Map.of("writer", 9_000.0, "reader", 20.0));
    assertThat(first(table, ask("hi", 0, chatty, 1))).isEqualTo("reader");
    assertThat(first(table, ask("hi", 20, chatty, 1))).as("both cut off").isEqualTo("writer");
  }

  @Test
  void lowestCost_equal_isDrawnByWeight() {
    RouteTable table = table(TargetBalance.LOWEST_COST, READER, TWIN, WRITER);
    Random random = new Random(3);
    int twins = 0;
    for (int i = 0; i < 4_000; i++) {
      String name = first(table, ask("x ".repeat(9_000), 1, Outlook.NONE, random.nextLong()));
      assertThat(name).isIn("reader", "twin");
      twins += name.equals("twin") ? 1 : 0;
    }
    assertThat(twins).isBetween(2_850, 3_150);
  }

  @Test
  void everyBalance_weightZero_isKeptOut() {
    for (TargetBalance balance : TargetBalance.values()) {
      RouteTable table = table(balance, READER, SPARE, WRITER);
      assertThat(RouteTableTest.routed(table.decide(ask("hi", 0, Outlook.NONE, 1))).candidates())
          .as("%s", balance)
          .hasSize(2)
          .doesNotContain(SPARE);
    }
  }

  @Test
  void everyBalance_theOthersFollow() {
    for (TargetBalance balance : TargetBalance.values()) {
      RouteTable table = table(balance, READER, WRITER, TWIN);
      assertThat(RouteTableTest.routed(table.decide(ask("hi", 0, Outlook.NONE, 7))).candidates())
          .as("%s", balance)
          .containsExactlyInAnyOrder(READER, WRITER, TWIN);
    }
  }

  @Test
  void lowestLatency_theFasterOfTwo() {
    RouteTable table = table(TargetBalance.LOWEST_LATENCY, READER, WRITER, TWIN);
    Outlook seen = outlook(Map.of("reader", 3e9, "writer", 1e9, "twin", 2e9), Map.of());
    Random random = new Random(5);
    int writers = 0;
    for (int i = 0; i < 3_000; i++) {
      String name = first(table, ask("hi", 0, seen, random.nextLong()));
      assertThat(name).as("the slowest of three loses every draw").isNotEqualTo("reader");
      writers += name.equals("writer") ? 1 : 0;
    }
    assertThat(writers).as("two draws of three have it").isBetween(1_900, 2_100);
  }

  @Test
  void lowestLatency_notKnown_isTried() {
    RouteTable table = table(TargetBalance.LOWEST_LATENCY, READER, WRITER);
    Outlook seen = outlook(Map.of("reader", 1e6), Map.of());
    assertThat(first(table, ask("hi", 0, seen, 11))).isEqualTo("writer");
  }

  @Test
  void everyBalance_constraintHolds() {
    RouteRule.Match all =
        new RouteRule.Match(
            List.of(), List.of(), Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
    RouteRule only =
        new RouteRule(
            "only",
            all,
            new RouteRule.Action.Constrain(List.of(), List.of(READER.id()), List.of()));
    for (TargetBalance balance : TargetBalance.values()) {
      RouteTable table = table(balance, List.of(only), READER, WRITER);
      assertThat(RouteTableTest.routed(table.decide(ask("hi", 0, Outlook.NONE, 1))).candidates())
          .containsExactly(READER);
    }
  }

  @Test
  void explain_saysWhyThisOne() {
    RouteTable cost =
        table(TargetBalance.LOWEST_COST, READER, WRITER, target("free", 1, Price.UNKNOWN));
    assertThat(why(cost, Outlook.NONE))
        .contains("the lowest expected cost: free/m nothing, it has no price, writer/m $0.00")
        .contains("reader/m $0.01");
    RouteTable latency = table(TargetBalance.LOWEST_LATENCY, READER, WRITER);
    assertThat(why(latency, outlook(Map.of("reader", 3e9), Map.of())))
        .isEqualTo(
            "the lowest expected time to the first byte of two drawn: writer/m not known, reader/m"
                + " 3000 ms");
  }

  private static String why(RouteTable table, Outlook outlook) {
    return table.explain(ask("hi", 0, outlook, 1)).chosen().orElseThrow().why();
  }

  private static String first(RouteTable table, Ask ask) {
    String id = RouteTableTest.routed(table.decide(ask)).candidates().getFirst().id().value();
    return id.substring(0, id.indexOf('/'));
  }

  private static Ask ask(String text, int maxTokens, Outlook outlook, long entropy) {
    String limit = maxTokens == 0 ? "" : ",\"max_tokens\":" + maxTokens;
    byte[] body =
        "{\"model\":\"auto\"%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(limit, text)
            .getBytes(StandardCharsets.UTF_8);
    Circumstances now =
        new Circumstances(0, "", Optional.empty(), false, Optional.empty(), outlook);
    return switch (FactsReader.read(body, 0, body.length, Api.CHAT)) {
      case FactsReader.Reading.Read(var facts) ->
          new Ask(facts, _ -> Optional.empty(), Optional.empty(), Optional.empty(), entropy, now);
      case FactsReader.Reading.Rejected(var failure) -> throw new AssertionError(failure);
    };
  }

  private static Outlook outlook(Map<String, Double> waits, Map<String, Double> outputs) {
    return new Outlook() {
      @Override
      public double waitNanos(TargetId target, boolean isStream) {
        return waits.getOrDefault(target.value().replace("/m", ""), 0.0);
      }

      @Override
      public double outputTokens(TargetId target) {
        return outputs.getOrDefault(target.value().replace("/m", ""), 0.0);
      }
    };
  }

  private static RouteTable table(TargetBalance balance, Target... targets) {
    return table(balance, List.of(), targets);
  }

  private static RouteTable table(TargetBalance balance, List<RouteRule> rules, Target... targets) {
    Classifier classifier = new Classifier(Tier.LIGHT, List.of());
    RoutingSnapshot snapshot =
        new RoutingSnapshot(
                RoutingSnapshot.FORMAT,
                new PolicyRef("n", "p"),
                "r",
                List.of(Tier.LIGHT),
                List.of(targets),
                rules,
                classifier,
                Balance.ROUND_ROBIN,
                Resilience.defaults())
            .targetBalance(balance);
    return new RouteTable(snapshot, new LengthClassifier(classifier));
  }

  private static Target target(String name, int weight, Price price) {
    return new Target(
        TargetId.of(name, "m"),
        Tier.LIGHT,
        name + "-model",
        List.of(),
        weight,
        Tokens.ZERO,
        Dialect.OPENAI,
        price,
        false,
        HealthCheck.onPath("/health"),
        Optional.empty(),
        List.of(),
        List.of());
  }
}
