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
import dev.conduit.contract.RouteRule.Action;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import dev.conduit.contract.Tokens;
import dev.conduit.sidecar.core.classify.LengthClassifier;
import dev.conduit.sidecar.core.exchange.Api;
import dev.conduit.sidecar.core.exchange.FactsReader;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.failure.Failure;
import dev.conduit.sidecar.core.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {
  private static final Target LIGHT = target("light", Tier.LIGHT, 1, Dialect.OPENAI);
  private static final Target MEDIUM = target("medium", Tier.MEDIUM, 1, Dialect.OPENAI);
  private static final Target HEAVY = target("heavy", Tier.HEAVY, 1, Dialect.OPENAI);
  private static final Target IDLE = target("idle", Tier.HEAVY, 0, Dialect.OPENAI);
  private static final Target FOREIGN = target("foreign", Tier.HEAVY, 1, Dialect.ANTHROPIC);

  static Target target(String name, Tier tier, int weight, Dialect dialect) {
    return new Target(
        TargetId.of(name, name + "-model"),
        tier,
        name + "-model",
        List.of(name + "-alias"),
        weight,
        Tokens.ZERO,
        dialect,
        Price.UNKNOWN,
        false,
        HealthCheck.onPath("/health"),
        Optional.empty(),
        name.equals("light") ? List.of() : List.of("public"),
        List.of());
  }

  static RouteTable table(List<RouteRule> rules, List<TargetId> fallback, Target... targets) {
    Resilience d = Resilience.defaults();
    Classifier classifier =
        new Classifier(
            Tier.LIGHT,
            List.of(
                new Classifier.LengthStep(new Tokens(100), Tier.MEDIUM),
                new Classifier.LengthStep(new Tokens(1000), Tier.HEAVY)));
    RoutingSnapshot snapshot =
        new RoutingSnapshot(
            RoutingSnapshot.FORMAT,
            new PolicyRef("n", "p"),
            "r",
            List.of(Tier.LIGHT, Tier.MEDIUM, Tier.HEAVY),
            List.of(targets),
            rules,
            classifier,
            Balance.ROUND_ROBIN,
            new Resilience(d.timeouts(), d.retries(), fallback));
    return new RouteTable(snapshot, new LengthClassifier(classifier));
  }

  private static RouteTable table(RouteRule... rules) {
    return table(List.of(rules), List.of(), LIGHT, MEDIUM, HEAVY, IDLE, FOREIGN);
  }

  static RouteRule rule(String name, RouteRule.Match match, Action action) {
    return new RouteRule(name, match, action);
  }

  static RouteRule.Match keywords(String... words) {
    return match(List.of(), List.of(words), Map.of(), 0, Integer.MAX_VALUE, Optional.empty());
  }

  static RouteRule.Match match(
      List<String> models,
      List<String> keywords,
      Map<String, List<String>> headers,
      int min,
      int max,
      Optional<Boolean> tools) {
    return new RouteRule.Match(
        models,
        keywords,
        headers,
        min == 0 ? Optional.empty() : Optional.of(new Tokens(min)),
        max == Integer.MAX_VALUE ? Optional.empty() : Optional.of(new Tokens(max)),
        tools);
  }

  static RequestFacts facts(String model, String text, boolean hasTools) {
    String body =
        "{\"model\":"
            + JsonText.quote(model)
            + (hasTools ? ",\"tools\":[1]" : "")
            + ",\"messages\":[{\"role\":\"user\",\"content\":"
            + JsonText.quote(text)
            + "}]}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return switch (FactsReader.read(bytes, 0, bytes.length, Api.CHAT)) {
      case FactsReader.Reading.Read(var facts) -> facts;
      case FactsReader.Reading.Rejected(var failure) -> throw new AssertionError(failure);
    };
  }

  static Ask ask(String model, String text) {
    return new Ask(
        facts(model, text, false), _ -> Optional.empty(), Optional.empty(), Optional.empty(), 0);
  }

  static Ask with(Ask ask, String tier, String dataClass) {
    return new Ask(
        ask.facts(),
        ask.headers(),
        Optional.of(tier).filter(t -> !t.isEmpty()),
        Optional.of(dataClass).filter(c -> !c.isEmpty()),
        ask.entropy());
  }

  static Decision.Routed routed(Decision decision) {
    return switch (decision) {
      case Decision.Routed routed -> routed;
      case Decision.Refused(var failure) -> throw new AssertionError(failure);
    };
  }

  static Failure refused(Decision decision) {
    return switch (decision) {
      case Decision.Routed routed -> throw new AssertionError(routed);
      case Decision.Refused(var failure) -> failure;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "auto, light/light-model, length:default",
    "conduit/auto, light/light-model, length:default",
    "heavy, heavy/heavy-model, explicit:tier",
    "conduit/heavy, heavy/heavy-model, explicit:tier",
    "heavy-model, heavy/heavy-model, explicit:model",
    "heavy-alias, heavy/heavy-model, explicit:model",
    "idle-model, idle/idle-model, explicit:model"
  })
  void decide_byName_goesThere(String model, String target, String reason) {
    Decision.Routed routed = routed(table().decide(ask(model, "hi")));
    assertThat(routed.candidates().getFirst().id().value()).isEqualTo(target);
    assertThat(routed.reason()).isEqualTo(reason);
  }

  @Test
  void decide_unknownName_listsWhatThereIs() {
    Failure failure = refused(table().decide(ask("gpt-9", "hi")));
    assertThat(failure)
        .isEqualTo(
            new Failure.UnknownModel(
                "gpt-9",
                List.of(
                    "auto",
                    "light",
                    "medium",
                    "heavy",
                    "light-model",
                    "light-alias",
                    "medium-model",
                    "medium-alias",
                    "heavy-model",
                    "heavy-alias",
                    "idle-model",
                    "idle-alias")));
    Failure shortened = refused(table().decide(ask("x".repeat(9999), "hi")));
    assertThat(((Failure.UnknownModel) shortened).model()).hasSize(131);
  }

  @ParameterizedTest
  @CsvSource({"100,light", "1200,medium", "12000,heavy"})
  void decide_byLength_climbs(int characters, String tier) {
    Decision.Routed routed = routed(table().decide(ask("auto", "a".repeat(characters))));
    assertThat(routed.candidates().getFirst().tier().name()).isEqualTo(tier);
  }

  @Test
  void decide_embeddings_alwaysByOneModel() {
    Target other = target("other", Tier.LIGHT, 5, Dialect.OPENAI);
    RouteTable table =
        table(List.of(), List.of(HEAVY.id()), LIGHT, other, MEDIUM, HEAVY, IDLE, FOREIGN);
    for (int i = 0; i < 50; i++) {
      Decision.Routed routed = routed(table.decide(embedding("auto", "a".repeat(300 * i), i)));
      assertThat(routed.candidates()).as("no other model after it either").containsExactly(LIGHT);
      assertThat(routed.reason()).isEqualTo("embeddings");
    }
    assertThat(routed(table.decide(embedding("heavy", "a", 1))).reason())
        .isEqualTo("explicit:tier");
  }

  private static Ask embedding(String model, String text, long entropy) {
    byte[] body =
        "{\"model\":%s,\"input\":%s}"
            .formatted(JsonText.quote(model), JsonText.quote(text))
            .getBytes(StandardCharsets.UTF_8);
    return switch (FactsReader.read(body, 0, body.length, Api.EMBEDDINGS)) {
      case FactsReader.Reading.Read(var facts) ->
          new Ask(facts, _ -> Optional.empty(), Optional.empty(), Optional.empty(), entropy);
      case FactsReader.Reading.Rejected(var failure) -> throw new AssertionError(failure);
    };
  }

  @Test
  void decide_header_winsOverTheModel() {
    RouteTable table = table();
    Decision.Routed routed = routed(table.decide(with(ask("light-model", "hi"), "heavy", "")));
    assertThat(routed.candidates().getFirst()).isEqualTo(HEAVY);
    assertThat(refused(table.decide(with(ask("auto", "hi"), "gold", ""))))
        .isInstanceOf(Failure.BadRequest.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Please PROVE it. | true",
        "prove | true",
        "(prove) | true",
        "proven | false",
        "improve | false",
        "improve, then prove | true",
        "请证明这个定理 | true",
        "use c++ here | true",
        "nothing | false",
      })
  void decide_keyword_matchesWholeWords(String text, boolean isMatch) {
    RouteTable table =
        table(rule("hard", keywords("Prove", "证明", "c++"), new Action.RouteToTier(Tier.HEAVY)));
    Decision.Routed routed = routed(table.decide(ask("auto", text)));
    assertThat(routed.reason()).isEqualTo(isMatch ? "rule:hard" : "length:default");
  }

  @Test
  void decide_allConditions_mustHold() {
    RouteRule.Match match =
        match(List.of(), List.of(), Map.of("x-team", List.of("a", "b")), 2, 50, Optional.of(true));
    RouteTable table =
        table(rule("t", match, new Action.RouteToTarget(TargetId.of("medium", "medium-model"))));
    RequestFacts tools = facts("auto", "hello world", true);
    Ask hit = new Ask(tools, name -> Optional.of("b"), Optional.empty(), Optional.empty(), 0);
    assertThat(routed(table.decide(hit)).candidates()).containsExactly(MEDIUM);
    Ask team = new Ask(tools, _ -> Optional.of("c"), Optional.empty(), Optional.empty(), 0);
    assertThat(routed(table.decide(team)).reason()).isEqualTo("length:default");
    RequestFacts plain = facts("auto", "hello world", false);
    Ask none = new Ask(plain, _ -> Optional.of("b"), Optional.empty(), Optional.empty(), 0);
    assertThat(routed(table.decide(none)).reason()).isEqualTo("length:default");
  }

  @Test
  void decide_ruleOnModel_givesNewNamesAMeaning() {
    RouteRule.Match match =
        match(List.of("gpt-4o"), List.of(), Map.of(), 0, Integer.MAX_VALUE, Optional.empty());
    RouteTable table = table(rule("compat", match, new Action.RouteToTier(Tier.HEAVY)));
    assertThat(routed(table.decide(ask("gpt-4o", "hi"))).reason()).isEqualTo("rule:compat");
    assertThat(routed(table.decide(ask("auto", "hi"))).reason()).isEqualTo("length:default");
  }

  @Test
  void decide_ruleToAnUnusableTarget_saysThatNothingIsReady() {
    RouteTable table =
        table(
            rule(
                "f",
                keywords("hi"),
                new Action.RouteToTarget(TargetId.of("foreign", "foreign-model"))));
    assertThat(refused(table.decide(ask("auto", "hi"))))
        .isInstanceOf(Failure.NoReadyEndpoint.class);
  }

  @Test
  void decide_constrained_movesToTheNextAllowedTier() {
    RouteTable up = table(constrain(Tier.HEAVY));
    Decision.Routed routed = routed(up.decide(ask("auto", "secret")));
    assertThat(routed.candidates()).containsExactly(HEAVY);
    assertThat(routed.reason()).isEqualTo("length:default;constrained");
    RouteTable down = table(constrain(Tier.LIGHT, Tier.MEDIUM));
    String text = "secret " + "a".repeat(6000);
    assertThat(routed(down.decide(ask("auto", text))).candidates()).containsExactly(MEDIUM);
    RouteTable none = table(constrain(Tier.LIGHT), rule("n", keywords("secret"), only(Tier.HEAVY)));
    assertThat(refused(none.decide(ask("auto", "secret")))).isInstanceOf(Failure.Forbidden.class);
  }

  @Test
  void decide_constrained_holdsForExplicitNames() {
    Failure failure = refused(table(constrain(Tier.LIGHT)).decide(ask("heavy-model", "secret")));
    assertThat(failure).isInstanceOf(Failure.Forbidden.class);
    assertThat(failure.toString()).contains("leaves the tiers [light]");
  }

  @Test
  void decide_weights_areKept() {
    Target three = target("three", Tier.LIGHT, 3, Dialect.OPENAI);
    RouteTable table = table(List.of(), List.of(), LIGHT, three);
    int hits = 0;
    for (int i = -200; i < 200; i++) {
      Ask ask = ask("auto", "hi");
      Ask drawn = new Ask(ask.facts(), ask.headers(), ask.tier(), ask.dataClass(), i);
      Decision.Routed routed = routed(table.decide(drawn));
      assertThat(routed.candidates()).containsExactlyInAnyOrder(LIGHT, three);
      hits += routed.candidates().getFirst().equals(three) ? 1 : 0;
    }
    assertThat(hits).isEqualTo(300);
  }

  @Test
  void decide_fallback_comesLast() {
    RouteTable table = table(List.of(), List.of(HEAVY.id(), LIGHT.id()), LIGHT, HEAVY);
    assertThat(routed(table.decide(ask("auto", "hi"))).candidates()).containsExactly(LIGHT, HEAVY);
    assertThat(routed(table.decide(ask("heavy", "hi"))).candidates()).containsExactly(HEAVY, LIGHT);
  }

  @Test
  void decide_anyConstraint_isNeverLeft() {
    Random random = new Random(3);
    List<TargetId> fallback = List.of(HEAVY.id(), MEDIUM.id(), LIGHT.id(), IDLE.id());
    List<String> names = List.of("auto", "light", "medium", "heavy", "heavy-model", "light-alias");
    for (int i = 0; i < 5_000; i++) {
      Tier allowed = List.of(Tier.LIGHT, Tier.MEDIUM, Tier.HEAVY).get(random.nextInt(3));
      String dataClass = List.of("", "public", "restricted").get(random.nextInt(3));
      String tier = List.of("", "light", "heavy").get(random.nextInt(3));
      RouteTable table =
          table(
              List.of(
                  constrain(allowed),
                  rule("r", keywords("go"), new Action.RouteToTier(Tier.HEAVY))),
              fallback,
              LIGHT,
              MEDIUM,
              HEAVY,
              IDLE);
      String text =
          (random.nextBoolean() ? "secret go " : "secret ") + "a".repeat(random.nextInt(9) * 600);
      Ask ask = with(ask(names.get(random.nextInt(names.size())), text), tier, dataClass);
      if (table.decide(ask) instanceof Decision.Routed routed) {
        assertThat(routed.candidates())
            .isNotEmpty()
            .allMatch(t -> t.tier().equals(allowed))
            .allMatch(t -> !dataClass.equals("restricted") || t.dataClasses().isEmpty());
      }
    }
  }

  private static RouteRule constrain(Tier... tiers) {
    return rule("c" + List.of(tiers), keywords("secret"), only(tiers));
  }

  private static Action only(Tier... tiers) {
    return new Action.Constrain(List.of(tiers));
  }
}
