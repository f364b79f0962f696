// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Bytes;
import dev.conduit.contract.Dialect;
import dev.conduit.contract.Pairs;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.RouteRule.Action;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.contract.Tokens;
import dev.conduit.sidecar.core.classify.LengthClassifier;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.pair.Skip;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterpartTest {
  private static final Target LIGHT = target("light", Tier.LIGHT);
  private static final Target MEDIUM = target("medium", Tier.MEDIUM);
  private static final Target HEAVY = target("heavy", Tier.HEAVY);
  private static final Pairs.Judge EXACT = new Pairs.Judge.Exact();
  private static final Pairs.Judge HOOK =
      new Pairs.Judge.Hook(URI.create("http://a"), Duration.ofSeconds(1), false);

  private static Target target(String name, Tier tier) {
    Target plain = RouteTableTest.target(name, tier, 1, Dialect.OPENAI);
    return accepting(plain, List.of());
  }

  private static Target accepting(Target of, List<String> classes) {
    return new Target(
        of.id(),
        of.tier(),
        of.model(),
        of.aliases(),
        of.weight(),
        of.contextTokens(),
        of.dialect(),
        of.price(),
        of.simulated(),
        of.health(),
        of.credential(),
        classes,
        of.endpoints());
  }

  private static Pairs pairs(Pairs.Judge judge, String... classes) {
    return new Pairs(
        1,
        judge,
        List.of(classes),
        new Tokens(200),
        new Bytes(1000),
        Duration.ofSeconds(1),
        new Pairs.Budget(1, 1, 1));
  }

  private static Counterpart of(
      Pairs pairs, RequestFacts facts, Tier answered, List<RouteRule> rules, Target... targets) {
    RoutingSnapshot plain =
        RouteTableTest.table(rules, List.of(), targets.length > 0 ? targets : ALL).snapshot();
    RoutingSnapshot snapshot =
        new RoutingSnapshot(
            plain.format(),
            plain.policy(),
            plain.revision(),
            plain.tiers(),
            plain.targets(),
            plain.rules(),
            plain.classifier().pairs(pairs),
            plain.balance(),
            plain.resilience());
    RouteTable table = new RouteTable(snapshot, new LengthClassifier(snapshot.classifier()));
    Ask ask = new Ask(facts, _ -> Optional.empty(), Optional.empty(), Optional.empty(), 7);
    return table.counterpart(ask, answered);
  }

  private static final Target[] ALL = {LIGHT, MEDIUM, HEAVY};

  private static RequestFacts says(String text) {
    return RouteTableTest.facts("auto", text, false);
  }

  @ParameterizedTest
  @CsvSource({"light, heavy, true", "medium, heavy, true", "heavy, light, false"})
  void counterpart_ofATier_isTheHeaviestOrElseTheLightest(
      String answered, String other, boolean isHeavier) {
    Counterpart found = of(pairs(EXACT), says("hi"), new Tier(answered), List.of());
    Target expected = other.equals("heavy") ? HEAVY : LIGHT;
    assertThat(found).isEqualTo(new Counterpart.Wanted(List.of(expected), isHeavier));
  }

  @Test
  void counterpart_oneTierOnly_isNobody() {
    assertThat(of(pairs(EXACT), says("hi"), Tier.LIGHT, List.of(), LIGHT))
        .isEqualTo(new Counterpart.Unwanted(Skip.NO_OTHER_TIER));
  }

  @Test
  void counterpart_whatSomebodyElseDecided_orOffersTools_orIsLong_isNobody() {
    Pairs pairs = pairs(EXACT);
    assertThat(of(pairs, RouteTableTest.facts("light", "hi", false), Tier.LIGHT, List.of()))
        .isEqualTo(new Counterpart.Unwanted(Skip.DECIDED));
    assertThat(of(pairs, RouteTableTest.facts("auto", "hi", true), Tier.LIGHT, List.of()))
        .isEqualTo(new Counterpart.Unwanted(Skip.TOOLS));
    assertThat(of(pairs, says("word ".repeat(300)), Tier.LIGHT, List.of()))
        .isEqualTo(new Counterpart.Unwanted(Skip.TOO_LARGE));
    RouteRule rule =
        RouteTableTest.rule(
            "r", RouteTableTest.keywords("secret"), new Action.RouteToTier(Tier.LIGHT));
    assertThat(of(pairs, says("a secret"), Tier.LIGHT, List.of(rule)))
        .isEqualTo(new Counterpart.Unwanted(Skip.DECIDED));
  }

  /** No target and no rule of this policy cares about classes of data: pairs do all the same. */
  @Test
  void counterpart_ofAClassOfDataThatIsNotListed_isNobody() {
    RequestFacts mail = says("write to a.person@example.org");
    assertThat(of(pairs(EXACT), mail, Tier.LIGHT, List.of()))
        .isEqualTo(new Counterpart.Unwanted(Skip.DATA_CLASS));
    assertThat(of(pairs(EXACT, "secret"), mail, Tier.LIGHT, List.of()))
        .isEqualTo(new Counterpart.Unwanted(Skip.DATA_CLASS));
    assertThat(of(pairs(EXACT, "pii"), mail, Tier.LIGHT, List.of()))
        .isInstanceOf(Counterpart.Wanted.class);
    assertThat(
            of(
                pairs(EXACT, "pii"),
                mail,
                Tier.LIGHT,
                List.of(),
                LIGHT,
                accepting(HEAVY, List.of("public"))))
        .as("listed, but the other tier does not accept it")
        .isEqualTo(new Counterpart.Unwanted(Skip.CONSTRAINED));
  }

  @Test
  void counterpart_confinedByARule_keepsToIt_andIsShownToNobodyElse() {
    RouteRule confined =
        RouteTableTest.rule(
            "c",
            RouteTableTest.keywords("draft"),
            new Action.Constrain(List.of(Tier.LIGHT, Tier.MEDIUM)));
    RouteRule wide =
        RouteTableTest.rule(
            "w",
            RouteTableTest.keywords("draft"),
            new Action.Constrain(List.of(Tier.LIGHT, Tier.HEAVY)));
    RequestFacts draft = says("a draft");
    assertThat(of(pairs(EXACT), draft, Tier.LIGHT, List.of(confined)))
        .isEqualTo(new Counterpart.Unwanted(Skip.CONSTRAINED));
    assertThat(of(pairs(EXACT), draft, Tier.LIGHT, List.of(wide)))
        .isInstanceOf(Counterpart.Wanted.class);
    assertThat(of(pairs(HOOK), draft, Tier.LIGHT, List.of(wide)))
        .isEqualTo(new Counterpart.Unwanted(Skip.CONSTRAINED));
    assertThat(of(pairs(judge(MEDIUM)), draft, Tier.LIGHT, List.of(wide)))
        .as("the judge is left out")
        .isEqualTo(new Counterpart.Unwanted(Skip.CONSTRAINED));
    assertThat(of(pairs(judge(HEAVY)), draft, Tier.LIGHT, List.of(wide)))
        .isInstanceOf(Counterpart.Wanted.class);
  }

  private static Pairs.Judge judge(Target target) {
    TargetId id = target.id();
    return new Pairs.Judge.Model(id, Optional.empty());
  }
}
