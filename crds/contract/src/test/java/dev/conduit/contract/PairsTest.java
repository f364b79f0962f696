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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final Pairs.Judge HOOK =
      new Pairs.Judge.Hook(URI.create("http://127.0.0.1:7000/judge"), Duration.ofSeconds(2), true);

  private final SnapshotCodec codec = new SnapshotCodec();

  private RoutingSnapshot snapshot(Pairs.Judge judge) throws IOException {
    byte[] json = Files.readAllBytes(GOLDEN.resolve("snapshot.json"));
    RoutingSnapshot plain = ((Decoded.Valid) codec.decode(json)).snapshot();
    Pairs pairs =
        new Pairs(
            0.02,
            judge,
            List.of("public"),
            new Tokens(4000),
            new Bytes(65_536),
            Duration.ofSeconds(60),
            new Pairs.Budget(100, 200_000, 2));
    return new RoutingSnapshot(
        plain.format(),
        plain.policy(),
        plain.revision(),
        plain.tiers(),
        plain.targets(),
        plain.rules(),
        plain.classifier().pairs(pairs),
        plain.balance(),
        plain.resilience());
  }

  @Test
  void encode_everyJudge_comesBack_inTheFormatThatEveryVersionReads() throws IOException {
    Path golden = GOLDEN.resolve("snapshot-pairs.json");
    byte[] json = codec.encode(snapshot(HOOK));
    if (Boolean.getBoolean("conduit.golden.update")) {
      Files.write(golden, json);
    }
    assertThat(new String(json, StandardCharsets.UTF_8)).isEqualTo(Files.readString(golden));
    TargetId id = snapshot(HOOK).targets().getFirst().id();
    for (Pairs.Judge judge :
        List.of(
            HOOK,
            new Pairs.Judge.Exact(),
            new Pairs.Judge.Schema(),
            new Pairs.Judge.Model(id, Optional.of("the shorter one")),
            new Pairs.Judge.Model(id, Optional.empty()))) {
      RoutingSnapshot snapshot = snapshot(judge);
      assertThat(codec.decode(codec.encode(snapshot))).isEqualTo(new Decoded.Valid(snapshot));
      assertThat(snapshot.format()).isEqualTo(RoutingSnapshot.FORMAT);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.02 | 1.5 | classifier.pairs.share: 1.5 is not in 0..1",
        "http://127.0.0.1:7000/judge | ftp://a | classifier.pairs.judge.hook.url: \"ftp://a\" must be http(s)",
        "PT2S | PT0S | classifier.pairs.judge.hook.timeout: PT0S must be positive",
        "PT1M\" | PT0S\" | classifier.pairs.timeout: PT0S must be positive",
        "\"requestsPerHour\" : 100 | \"requestsPerHour\" : 0 | classifier.pairs.budget.requestsPerHour: 0 is below 1",
        "\"maxConcurrent\" : 2 | \"maxConcurrent\" : 0 | classifier.pairs.budget.maxConcurrent: 0 is below 1",
        "\"judge\" : { | \"judges\" : { | judge",
      })
  void decode_brokenPairs_saysWhatAndWhere(String good, String bad, String problem)
      throws IOException {
    String json = new String(codec.encode(snapshot(HOOK)), StandardCharsets.UTF_8);
    int at = json.indexOf("\"pairs\"");
    String broken = json.substring(0, at) + json.substring(at).replaceFirst(quote(good), bad);
    assertThat(broken).isNotEqualTo(json);
    assertThat(((Decoded.Invalid) codec.decode(broken.getBytes(StandardCharsets.UTF_8))).problems())
        .anySatisfy(text -> assertThat(text).contains(problem));
  }

  private static String quote(String text) {
    return java.util.regex.Pattern.quote(text);
  }

  @Test
  void decode_modelThatIsNoTarget_saysSo() throws IOException {
    RoutingSnapshot snapshot =
        snapshot(new Pairs.Judge.Model(TargetId.of("no", "such"), Optional.empty()));
    assertThat(((Decoded.Invalid) codec.check(snapshot)).problems())
        .containsExactly("classifier.pairs.judge.model: \"no/such\" is not one of the targets");
  }
}
