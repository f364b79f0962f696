// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Balance;
import dev.conduit.contract.Classifier;
import dev.conduit.contract.DailySpan;
import dev.conduit.contract.DataClass;
import dev.conduit.contract.DataKind;
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
import dev.conduit.contract.TaskType;
import dev.conduit.contract.Tier;
import dev.conduit.contract.Tokens;
import dev.conduit.sidecar.core.classify.Classification;
import dev.conduit.sidecar.core.exchange.RequestFacts;
import dev.conduit.sidecar.core.failure.Failure;
import dev.conduit.sidecar.core.failure.FailureMapper;
import dev.conduit.sidecar.core.json.JsonText;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RuleKindsTest {
  private static final Target INSIDE = target("inside", Tier.LIGHT, 2_000, List.of());
  private static final Target OUTSIDE = target("outside", Tier.HEAVY, 9_000, List.of("public"));

  static Target target(String name, Tier tier, int window, List<String> classes) {
    return new Target(
        TargetId.of(name, "m-" + name),
        tier,
        "m-" + name,
        List.of(),
        1,
        new Tokens(window),
        Dialect.OPENAI,
        Price.UNKNOWN,
        false,
        HealthCheck.onPath("/health"),
        Optional.empty(),
        classes,
        List.of());
  }

  /** Half of the score decides: 0.5 and more is heavy. */
  private static final class Half implements dev.conduit.sidecar.core.classify.Classifier {
    @Override
    public Classification classify(RequestFacts facts) {
      return classify(facts, 0);
    }

    @Override
    public Classification classify(RequestFacts facts, double added) {
      double score = 0.4 + added;
      return new Classification(score >= 0.5 ? Tier.HEAVY : Tier.LIGHT, score, "half");
    }
  }

  static RouteTable table(List<DataClass> classes, List<RouteRule> rules, Target... targets) {
    RoutingSnapshot snapshot =
        new RoutingSnapshot(
                RoutingSnapshot.FORMAT,
                new PolicyRef("n", "p"),
                "r",
                List.of(Tier.LIGHT, Tier.HEAVY),
                List.of(targets),
                rules,
                new Classifier(Tier.LIGHT, List.of()),
                Balance.ROUND_ROBIN,
                Resilience.defaults())
            .extended(classes);
    return new RouteTable(snapshot, new Half());
  }

  private static RouteTable table(RouteRule.Match match, Action action) {
    return table(List.of(), List.of(new RouteRule("r", match, action)), INSIDE, OUTSIDE);
  }

  static RouteRule.Match regex(String text) {
    return match(Optional.of(text), List.of(), List.of(), List.of(), Optional.empty());
  }

  static RouteRule.Match dataClass(String... names) {
    return match(Optional.empty(), List.of(), List.of(), List.of(names), Optional.empty());
  }

  static RouteRule.Match match(
      Optional<String> regex,
      List<String> apps,
      List<TaskType> tasks,
      List<String> classes,
      Optional<DailySpan> time) {
    return new RouteRule.Match(
        List.of(),
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        regex,
        apps,
        tasks,
        classes,
        time);
  }

  private static String where(RouteTable table, String text) {
    return where(table.decide(RouteTableTest.ask("auto", text)));
  }

  private static String where(Decision decision) {
    return switch (decision) {
      case Decision.Routed(var candidates, var reason) ->
          candidates.getFirst().id().value() + " " + reason;
      case Decision.Refused(var failure) -> FailureMapper.map(failure).code();
    };
  }

  @Test
  void regex_routes() {
    RouteTable table = table(regex("(?i)invoice #[0-9]+"), new Action.RouteToTier(Tier.HEAVY));
    assertThat(where(table, "pay Invoice #12 now")).isEqualTo("outside/m-outside rule:r");
    assertThat(where(table, "pay invoice twelve")).isEqualTo("inside/m-inside half");
  }

  @Test
  void task_app_and_time_routeTogether() {
    DailySpan night =
        new DailySpan(LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneId.of("Asia/Tokyo"));
    RouteRule.Match all =
        match(
            Optional.empty(),
            List.of("shop"),
            List.of(TaskType.CODE),
            List.of(),
            Optional.of(night));
    RouteTable table = table(all, new Action.RouteToTier(Tier.HEAVY));
    String code = "Write a Python function";
    long midnight = Instant.parse("2026-01-01T15:00:00Z").toEpochMilli();
    assertThat(at(table, code, midnight, "shop")).isEqualTo("outside/m-outside rule:r");
    assertThat(at(table, "Write a poem", midnight, "shop")).isEqualTo("inside/m-inside half");
    assertThat(at(table, code, midnight + 9 * 3_600_000, "shop")).isEqualTo("inside/m-inside half");
    assertThat(at(table, code, midnight, "")).isEqualTo("inside/m-inside half");
  }

  private static String at(RouteTable table, String text, long millis, String app) {
    Ask ask = RouteTableTest.ask("auto", text);
    Circumstances now = new Circumstances(millis, app, Optional.empty(), false, Optional.empty());
    return where(
        table.decide(
            new Ask(ask.facts(), ask.headers(), ask.tier(), ask.dataClass(), ask.entropy(), now)));
  }

  @Test
  void addScore_movesOverAThreshold() {
    RouteTable table = table(regex("hard"), new Action.AddScore(0.2));
    assertThat(where(table, "hard")).isEqualTo("outside/m-outside half;score-by-rule");
    assertThat(where(table, "easy")).isEqualTo("inside/m-inside half");
  }

  @Test
  void constrainByTargets_leavesThem() {
    Action only = new Action.Constrain(List.of(), List.of(OUTSIDE.id()), List.of());
    assertThat(where(table(regex("only"), only), "only"))
        .isEqualTo("outside/m-outside half;constrained");
    assertThat(where(table(regex("only"), only).decide(RouteTableTest.ask("light", "only"))))
        .isEqualTo("model_not_allowed");
  }

  @Test
  void dataFound_keepsARequestInside() {
    RouteTable table = table(List.of(), List.of(), INSIDE, OUTSIDE);
    assertThat(where(table.decide(RouteTableTest.ask("heavy", "no secrets"))))
        .isEqualTo("outside/m-outside explicit:tier");
    Failure failure =
        RouteTableTest.refused(
            table.decide(RouteTableTest.ask("heavy", "my card is 4111 1111 1111 1111")));
    assertThat(FailureMapper.map(failure).body()).contains("data class \\\"pii\\\"");
    assertThat(failure.toString()).doesNotContain("4111");
  }

  @Test
  void dataOfThePolicysOwnKind_isFoundInAnyRole() {
    DataClass customer = new DataClass("customer", List.of(DataKind.PHONE), List.of("K-[0-9]{6}"));
    RouteTable table = table(List.of(customer), List.of(), INSIDE, OUTSIDE);
    String body =
        "{\"model\":\"heavy\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
            + "{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"id\\u003a K-12345\\u0036\"}]}";
    assertThat(where(table.decide(ask(body)))).isEqualTo("model_not_allowed");
    assertThat(where(table.decide(ask(body.replace("K-12345", "K-1234")))))
        .isEqualTo("outside/m-outside explicit:tier");
  }

  /** A tool answers in JSON, and an argument of a call is JSON: their escapes are escaped again. */
  @Test
  void dataInsideJsonInsideJson_isFound() {
    RouteTable table = table(List.of(), List.of(), INSIDE, OUTSIDE);
    for (String secret :
        List.of(
            "4111111111111111",
            "AKIAIOSFODNN7EXAMPLE",
            "-----BEGIN RSA PRIVATE KEY-----",
            "DE89370400440532013000")) {
      String inner = JsonText.quote("{\"out\":" + JsonText.quote("ok\n" + secret + "\nend") + "}");
      String body =
          "{\"model\":\"heavy\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
              + "{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":"
              + inner
              + "}]}";
      assertThat(where(table.decide(ask(body)))).as(secret).isEqualTo("model_not_allowed");
      assertThat(where(table.decide(ask(body.replace(secret, "nothing")))))
          .isEqualTo("outside/m-outside explicit:tier");
    }
  }

  @Test
  void header_ofSeveralClassesInAnyCase_namesEach() {
    RouteTable table = table(List.of(), List.of(), INSIDE, OUTSIDE);
    assertThat(where(declared(table, "Public"))).isEqualTo("outside/m-outside explicit:tier");
    assertThat(where(declared(table, "public, PII"))).isEqualTo("model_not_allowed");
    Failure unknown = RouteTableTest.refused(declared(table, "Secrett"));
    assertThat(FailureMapper.map(unknown).body())
        .contains("unknown_data_class")
        .contains("\\\"secrett\\\" is not a class of this policy; there are: pii, public, secret");
  }

  private static Decision declared(RouteTable table, String classes) {
    Ask ask = RouteTableTest.ask("heavy", "hi");
    return table.decide(
        new Ask(ask.facts(), ask.headers(), ask.tier(), Optional.of(classes), ask.entropy()));
  }

  static Ask ask(String body) {
    byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var api = dev.conduit.sidecar.core.exchange.Api.CHAT;
    return switch (dev.conduit.sidecar.core.exchange.FactsReader.read(
        bytes, 0, bytes.length, api)) {
      case dev.conduit.sidecar.core.exchange.FactsReader.Reading.Read(var facts) ->
          new Ask(facts, _ -> Optional.empty(), Optional.empty(), Optional.empty(), 0);
      case dev.conduit.sidecar.core.exchange.FactsReader.Reading.Rejected(var failure) ->
          throw new AssertionError(failure);
    };
  }

  @Test
  void decide_promptBeyondTheWindow_goesWhereItFitsOrGetsOpenAisError() {
    RouteTable table = table(List.of(), List.of(), INSIDE, OUTSIDE);
    assertThat(where(table, "word ".repeat(4_000)))
        .isEqualTo("outside/m-outside half;context-window");
    assertThat(where(table, "word ".repeat(10_000)))
        .isEqualTo("outside/m-outside half;context-window-tight");
    Failure tooLong =
        RouteTableTest.refused(table.decide(RouteTableTest.ask("auto", "word ".repeat(20_000))));
    assertThat(FailureMapper.map(tooLong).status()).isEqualTo(400);
    assertThat(FailureMapper.map(tooLong).body())
        .contains("context_length_exceeded")
        .contains("maximum context length is 9000 tokens")
        .contains("19171 in the messages");
    assertThat(where(table.decide(RouteTableTest.ask("light", "word ".repeat(4_000)))))
        .isEqualTo("context_length_exceeded");
  }

  @Test
  void decide_windowAndDataTogether_neverLeaveTheConstraint() {
    RouteTable table = table(List.of(), List.of(), INSIDE, OUTSIDE);
    String text = "4111 1111 1111 1111 " + "word ".repeat(4_000);
    assertThat(where(table, text)).isEqualTo("context_length_exceeded");
  }

  /** Whatever the policy and the request: every candidate accepts every class that was found. */
  @Test
  void decide_anyPolicyAndRequest_keepsEveryClass() {
    Random random = new Random(11);
    List<String> data =
        List.of(
            "",
            "a@b.org",
            "4111111111111111",
            "AKIAIOSFODNN7EXAMPLE",
            "K-123456",
            "DE89370400440532013000");
    List<List<String>> classesOf =
        List.of(
            List.of(),
            List.of("pii"),
            List.of("pii"),
            List.of("secret"),
            List.of("customer"),
            List.of("pii"));
    DataClass customer = new DataClass("customer", List.of(), List.of("K-[0-9]{6}"));
    for (int i = 0; i < 5_000; i++) {
      List<Target> targets = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        List<String> accepts = new ArrayList<>(List.of("public", "pii", "secret", "customer"));
        accepts.removeIf(_ -> random.nextBoolean());
        Tier tier = random.nextBoolean() ? Tier.LIGHT : Tier.HEAVY;
        targets.add(target("t" + t, tier, random.nextInt(3) * 3_000, accepts));
      }
      int one = random.nextInt(data.size());
      int two = random.nextInt(data.size());
      String text = "x " + data.get(one) + " y ".repeat(random.nextInt(4_000)) + data.get(two);
      List<RouteRule> rules =
          List.of(new RouteRule("r", regex("y y"), new Action.RouteToTier(Tier.HEAVY)));
      RouteTable table = table(List.of(customer), rules, targets.toArray(Target[]::new));
      String model = List.of("auto", "light", "heavy", "m-t1").get(random.nextInt(4));
      if (table.decide(RouteTableTest.ask(model, text)) instanceof Decision.Routed(var all, _)) {
        for (Target target : all) {
          for (int found : new int[] {one, two}) {
            assertThat(
                    target.dataClasses().isEmpty()
                        || target.dataClasses().containsAll(classesOf.get(found)))
                .as("%s for %s", target, data.get(found))
                .isTrue();
          }
        }
      }
    }
  }
}
