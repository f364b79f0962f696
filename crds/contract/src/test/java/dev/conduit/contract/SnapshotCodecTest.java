// SPDX-License-Identifier: Apache-2.0
package dev.conduit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.SnapshotCodec.Decoded;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotCodecTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/snapshot.json");

  private final SnapshotCodec codec = new SnapshotCodec();

  @Test
  void decode_encoded_givesTheSame() {
    RoutingSnapshot snapshot = snapshot();
    assertThat(codec.decode(codec.encode(snapshot)))
        .isEqualTo(new SnapshotCodec.Decoded.Valid(snapshot));
  }

  @Test
  void encode_matchesTheGoldenFile() throws IOException {
    if (Boolean.getBoolean("conduit.golden.update")) {
      Files.write(GOLDEN, codec.encode(snapshot()));
    }
    assertThat(new String(codec.encode(snapshot()), StandardCharsets.UTF_8)).isEqualTo(golden());
  }

  @Test
  void encode_extended_matchesItsGoldenFileAndComesBack() throws IOException {
    assertMatches("snapshot-extended.json", extended());
    assertThat(extended().format()).isEqualTo(RoutingSnapshot.EXTENDED);
    assertThat(snapshot().extended(List.of()).format()).isEqualTo(RoutingSnapshot.FORMAT);
  }

  @Test
  void encode_staged_matchesItsGoldenFileAndComesBack() throws IOException {
    assertMatches("snapshot-staged.json", staged());
    assertThat(staged().format()).isEqualTo(RoutingSnapshot.STAGED);
  }

  private void assertMatches(String file, RoutingSnapshot snapshot) throws IOException {
    Path golden = GOLDEN.resolveSibling(file);
    byte[] json = codec.encode(snapshot);
    if (Boolean.getBoolean("conduit.golden.update")) {
      Files.write(golden, json);
    }
    assertThat(new String(json, StandardCharsets.UTF_8)).isEqualTo(Files.readString(golden));
    assertThat(codec.decode(json)).isEqualTo(new Decoded.Valid(snapshot));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://127.0.0.1:7000/judge | ftp://a | classifier.remote.url: \"ftp://a\" must be http(s)",
        "PT0.05S | PT0S | classifier.remote.timeout: PT0S must be positive",
        "\"startTier\" : \"light\" | \"startTier\" : \"tiny\" | cascade.startTier: \"tiny\" is not one of the tiers",
        "PT20S | PT0S | cascade.timeout: PT0S must be positive",
        "-0.5 | 0.5 | cascade.verify.minMeanLogprob: 0.5 is above 0",
        "\"budgetPercent\" : 15 | \"budgetPercent\" : 150 | cascade.budgetPercent: 150 is not in 0..100",
        "\"format\" : 3 | \"format\" : 4 | format: 4 is not understood; this version reads 1 to 3",
      })
  void decode_brokenStage_saysWhatAndWhere(String good, String bad, String problem) {
    String json = new String(codec.encode(staged()), StandardCharsets.UTF_8);
    assertThat(json).contains(good);
    Decoded decoded = codec.decode(json.replace(good, bad).getBytes(StandardCharsets.UTF_8));
    assertThat(((Decoded.Invalid) decoded).problems())
        .anySatisfy(text -> assertThat(text).contains(problem));
  }

  private static RoutingSnapshot staged() {
    RoutingSnapshot plain = snapshot();
    return new RoutingSnapshot(
            plain.format(),
            plain.policy(),
            plain.revision(),
            plain.tiers(),
            plain.targets(),
            plain.rules(),
            plain
                .classifier()
                .remote(
                    new Classifier.Remote(
                        URI.create("http://127.0.0.1:7000/judge"),
                        Duration.ofMillis(50),
                        true,
                        List.of("public"))),
            plain.balance(),
            plain.resilience())
        .extended(List.of())
        .cascade(
            new Cascade(
                Tier.LIGHT,
                Optional.of(Tier.HEAVY),
                new Cascade.Verify(true, false, Optional.of(-0.5), Optional.empty()),
                true,
                Duration.ofSeconds(20),
                new Bytes(65_536),
                15));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(?i)\\\\binvoice\\\\b | (a | rules[2].match.regex: \"(a\": missing closing )",
        "K-[0-9]{6} | (a+)\\\\1 | dataClasses[0].patterns",
        "\"addScore\" : {\\n        \"score\" : 0.25 | \"addScore\" : {\"score\" : 1.25 | rules[3].action: 1.25 is not in -1..1",
        "PT10M | PT0S | stickiness.ttl: PT0S must be positive",
      })
  void decode_brokenExtension_saysWhatAndWhere(String good, String bad, String problem) {
    String json = new String(codec.encode(extended()), StandardCharsets.UTF_8);
    String from = good.replace("\\n", "\n");
    assertThat(json).contains(from);
    Decoded decoded = codec.decode(json.replace(from, bad).getBytes(StandardCharsets.UTF_8));
    assertThat(((Decoded.Invalid) decoded).problems())
        .anySatisfy(text -> assertThat(text).contains(problem));
  }

  @Test
  void encode_targetBalance_needsFormatThreeAndComesBack() {
    RoutingSnapshot cheap = snapshot().targetBalance(TargetBalance.LOWEST_COST);
    assertThat(cheap.format()).isEqualTo(RoutingSnapshot.STAGED);
    byte[] json = codec.encode(cheap);
    assertThat(new String(json, StandardCharsets.UTF_8))
        .contains("\"targetBalance\" : \"LOWEST_COST\"");
    assertThat(codec.decode(json)).isEqualTo(new Decoded.Valid(cheap));
    assertThat(cheap.targetBalance(TargetBalance.WEIGHTED)).isEqualTo(snapshot());
    assertThat(extended().targetBalance(TargetBalance.WEIGHTED).format())
        .isEqualTo(RoutingSnapshot.EXTENDED);
  }

  private static RoutingSnapshot extended() {
    RoutingSnapshot plain = snapshot();
    List<RouteRule> rules = new java.util.ArrayList<>(plain.rules());
    RouteRule.Match all =
        new RouteRule.Match(
            List.of(),
            List.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("(?i)\\binvoice\\b"),
            List.of("shop"),
            List.of(TaskType.EXTRACTION),
            List.of("pii"),
            Optional.of(
                new DailySpan(
                    LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneId.of("Europe/Berlin"))));
    rules.add(
        new RouteRule(
            "inside",
            all,
            new RouteRule.Action.Constrain(
                List.of(), List.of(TargetId.of("light", "light-model")), List.of("pii"))));
    rules.add(new RouteRule("nudge", all, new RouteRule.Action.AddScore(0.25)));
    return new RoutingSnapshot(
            plain.format(),
            plain.policy(),
            plain.revision(),
            plain.tiers(),
            plain.targets(),
            rules,
            plain.classifier(),
            plain.balance(),
            plain.resilience())
        .extended(
            List.of(new DataClass("customer", List.of(DataKind.PHONE), List.of("K-[0-9]{6}"))))
        .stickiness(new Stickiness(true, "X-Thread", Duration.ofMinutes(10)));
  }

  @Test
  void decode_fieldOfANewerVersion_isIgnored() throws IOException {
    String newer = golden().replace("\"format\" : 1,", "\"format\" : 1, \"later\" : {\"a\":[1]},");
    assertThat(codec.decode(newer.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(SnapshotCodec.Decoded.Valid.class);
  }

  @Test
  void encode_issued_addsOneLineToTheGoldenFile() throws IOException {
    RoutingSnapshot issued = snapshot().issuedAt(Instant.parse("2026-11-21T07:00:00.123456Z"));
    String json = new String(codec.encode(issued), StandardCharsets.UTF_8);
    assertThat(json)
        .isEqualTo(
            golden()
                .replace(
                    "\"revision\" : \"g1-0000\",",
                    "\"revision\" : \"g1-0000\",\n  \"issuedAt\" : \"2026-11-21T07:00:00.123Z\","));
    assertThat(codec.decode(codec.encode(issued))).isEqualTo(new Decoded.Valid(issued));
  }

  @Test
  void decode_issuedAtNotATime_saysWhichField() throws IOException {
    String json = golden().replace("\"format\" : 1,", "\"format\" : 1, \"issuedAt\" : \"soon\",");
    assertThat(codec.decode(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            Decoded.Invalid.class,
            invalid -> assertThat(invalid.problems().getFirst()).startsWith("issuedAt: "));
  }

  @Test
  void issuedAfter_sameContent_keepsTheTime() {
    RoutingSnapshot first = snapshot().issuedAt(Instant.ofEpochMilli(1000));
    assertThat(snapshot().issuedAfter(first, Instant.ofEpochMilli(5000))).isEqualTo(first);
  }

  @Test
  void issuedAfter_otherEndpoints_isLaterWhateverTheClockSays() {
    RoutingSnapshot first = snapshot().issuedAt(Instant.ofEpochMilli(1000));
    RoutingSnapshot none =
        snapshot().targets(snapshot().targets().stream().map(t -> t.endpoints(List.of())).toList());
    assertThat(none.issuedAfter(first, Instant.ofEpochMilli(5000)).issuedAt())
        .contains(Instant.ofEpochMilli(5000));
    assertThat(none.issuedAfter(first, Instant.ofEpochMilli(1000)).issuedAt())
        .contains(Instant.ofEpochMilli(1001));
    assertThat(none.issuedAfter(snapshot(), Instant.ofEpochMilli(7)).issuedAt())
        .as("after one that has no time")
        .contains(Instant.ofEpochMilli(7));
  }

  @Test
  void check_joinedFromParts_isAsStrictAsDecode() {
    RoutingSnapshot nowhere = snapshot().targets(List.of());
    assertThat(codec.check(nowhere)).isEqualTo(codec.decode(codec.encode(nowhere)));
    assertThat(codec.check(nowhere)).isInstanceOf(Decoded.Invalid.class);
  }

  @Test
  void decode_absentOptionalParts_areEmpty() throws IOException {
    String lean =
        golden()
            .replaceAll("\"(aliases|dataClasses)\" : \\[[^\\]]*\\],", "")
            .replaceAll("\"credential\" : null,", "");
    assertThat(codec.decode(lean.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(SnapshotCodec.Decoded.Valid.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\" : 1 | \"format\" : 7 | format: 7 is not understood; this version reads 1",
        "\"tier\" : \"light\" | \"tier\" : \"tiny\" | targets[1].tier: \"tiny\" is not one of the tiers [light, heavy]",
        "\"url\" : \"http://127.0.0.1:9001\" | \"url\" : \"9001\" | targets[1].endpoints[0].url: \"9001\" must be http(s)://host[:port][/path]",
        "\"id\" : \"light-1\" | \"id\" : \"light-0\" | targets[1].endpoints[1].id: \"light-0\" is used twice",
        "\"connect\" : \"PT2S\" | \"connect\" : \"PT0S\" | resilience.timeouts.connect: PT0S must be positive and at most PT24H",
        "\"connect\" : \"PT2S\" | \"connect\" : \"PT1000H\" | resilience.timeouts.connect: PT1000H must be positive and at most PT24H",
        "\"url\" : \"http://127.0.0.1:9001\" | \"url\" : \"http://a:99999\" | targets[1].endpoints[0].url: \"http://a:99999\" must be http(s)://host[:port][/path]",
        "\"budgetPercent\" : 20 | \"budgetPercent\" : 200 | resilience.retries.budgetPercent: 200 is not in 0..100",
        "\"defaultTier\" : \"light\" | \"defaultTier\" : \"x\" | classifier.defaultTier: \"x\" is not one of the tiers [light, heavy]",
        "\"weight\" : 1 | \"weight\" : \"many\" | targets[0].weight: Cannot deserialize value of type `int`",
        "\"balance\" : \"ROUND_ROBIN\", | '' | Missing required creator property 'balance'",
        "\"revision\" : \"g1-0000\" | revision | line 7: ",
      })
  void decode_broken_saysWhatAndWhere(String good, String bad, String problem) throws IOException {
    String json = golden();
    assertThat(json).contains(good);
    int at = json.indexOf(good);
    String broken = json.substring(0, at) + bad + json.substring(at + good.length());
    SnapshotCodec.Decoded decoded = codec.decode(broken.getBytes(StandardCharsets.UTF_8));
    assertThat(decoded).isInstanceOf(SnapshotCodec.Decoded.Invalid.class);
    assertThat(((SnapshotCodec.Decoded.Invalid) decoded).problems())
        .anySatisfy(text -> assertThat(text).contains(problem));
  }

  private static String golden() throws IOException {
    return Files.readString(GOLDEN);
  }

  private static RoutingSnapshot snapshot() {
    return new RoutingSnapshot(
        RoutingSnapshot.FORMAT,
        new PolicyRef("default", "quickstart"),
        "g1-0000",
        List.of(Tier.LIGHT, Tier.HEAVY),
        List.of(
            target("heavy", Tier.HEAVY, true, List.of(endpoint("heavy-0", 9101))),
            target(
                "light",
                Tier.LIGHT,
                false,
                List.of(endpoint("light-0", 9001), endpoint("light-1", 9002)))),
        List.of(
            new RouteRule(
                "proofs",
                new RouteRule.Match(
                    List.of(),
                    List.of("prove"),
                    Map.of("x-team", List.of("maths")),
                    Optional.of(new Tokens(10)),
                    Optional.empty(),
                    Optional.of(false)),
                new RouteRule.Action.RouteToTier(Tier.HEAVY)),
            new RouteRule(
                "tools",
                new RouteRule.Match(
                    List.of(),
                    List.of(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(true)),
                new RouteRule.Action.Constrain(List.of(Tier.HEAVY)))),
        new Classifier(
            Tier.LIGHT, List.of(new Classifier.LengthStep(new Tokens(2000), Tier.HEAVY))),
        Balance.ROUND_ROBIN,
        Resilience.defaults());
  }

  private static Target target(
      String block, Tier tier, boolean simulated, List<Endpoint> endpoints) {
    return new Target(
        TargetId.of(block, block + "-model"),
        tier,
        block + "-model",
        List.of(),
        1,
        new Tokens(2048),
        Dialect.OPENAI,
        Price.UNKNOWN,
        simulated,
        HealthCheck.onPath("/health"),
        Optional.empty(),
        List.of(),
        endpoints);
  }

  private static Endpoint endpoint(String id, int port) {
    return new Endpoint(id, URI.create("http://127.0.0.1:" + port), true, "r1");
  }
}
