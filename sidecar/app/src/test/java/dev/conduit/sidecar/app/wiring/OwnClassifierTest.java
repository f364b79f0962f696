// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Classifier;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Tier;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A classifier that somebody else runs, over real sockets, well and unwell. */
class OwnClassifierTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(30);

  private final Vertx vertx = Vertx.vertx();
  private final RunningSidecar sidecar = new RunningSidecar(vertx);
  private final FakeEngine engine = FakeEngine.good(vertx);
  private volatile Consumer<HttpServerRequest> answer = json("{\"tier\":\"heavy\"}");
  private final FakeEngine judge = new FakeEngine(vertx, (request, _) -> answer.accept(request));

  @AfterEach
  void stop() {
    sidecar.close();
    engine.close();
    judge.close();
    Await.done(vertx.close());
  }

  private static Consumer<HttpServerRequest> json(String body) {
    return request -> FakeEngine.json(request.response(), body);
  }

  private RoutingSnapshot snapshot(Duration timeout, boolean sendsPrompt, String... classes) {
    RouteRule confined =
        new RouteRule(
            "confined",
            new RouteRule.Match(
                List.of(),
                List.of("confidential"),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new RouteRule.Action.Constrain(List.of(Tier.LIGHT, Tier.HEAVY)));
    RoutingSnapshot plain = Snapshots.light(engine.port()).heavy(engine.port()).build(confined);
    Classifier own =
        new Classifier(
            Tier.LIGHT,
            List.of(),
            Optional.empty(),
            List.of(new Classifier.ScoreThreshold(0.5, Tier.HEAVY)),
            Optional.empty());
    URI url = URI.create("http://127.0.0.1:" + judge.port() + "/judge?v=1");
    return new RoutingSnapshot(
            plain.format(),
            plain.policy(),
            plain.revision(),
            plain.tiers(),
            plain.targets(),
            plain.rules(),
            own.remote(new Classifier.Remote(url, timeout, sendsPrompt, List.of(classes))),
            plain.balance(),
            plain.resilience())
        .extended(List.of());
  }

  private String ask(String prompt) {
    return reason(
        sidecar.post(
            RunningSidecar.CHAT,
            "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted(prompt)));
  }

  private static String reason(HttpResponse<String> of) {
    assertThat(of.statusCode()).isEqualTo(200);
    return of.headers().firstValue("x-conduit-reason").orElseThrow()
        + " "
        + of.headers().firstValue("x-conduit-tier").orElseThrow();
  }

  @Test
  void tier_named_isTaken_andTheQuestionHasCountsButNoPrompt() {
    sidecar.with(snapshot(LONG, false));
    assertThat(ask("What is 2 + 2? Mail zanzibar@example.org")).isEqualTo("classifier:heavy heavy");
    FakeEngine.Seen question = judge.seen.getFirst();
    assertThat(question.path()).isEqualTo("/judge?v=1");
    assertThat(question.body())
        .contains("\"policy\":\"default/test\"", "\"tiers\":[\"light\",\"heavy\"]")
        .contains("\"request_id\":\"req-", "\"task\":", "\"data\":{\"email\":1}", "\"questions\":1")
        .doesNotContain("zanzibar", "prompt\":\"");
    assertThat(count("tier")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0.7, classifier:0.700 heavy",
    "0.2, classifier:0.200 light",
    "1, classifier:1.000 heavy"
  })
  void score_given_thresholdsSayTheTier(String score, String expected) {
    sidecar.with(snapshot(LONG, false));
    answer = json("{\"score\":" + score + "}");
    assertThat(ask("hello there")).isEqualTo(expected);
  }

  @Test
  void error_withoutAnEnd_keepsNoConnection() {
    sidecar.with(snapshot(LONG, false));
    answer = request -> request.response().setStatusCode(500).setChunked(true).write("busy");
    assertThat(ask("hello there")).contains(";classifier-error");
    Await.until(() -> assertThat(judge.aborted).hasValue(1));
  }

  @Test
  void prompt_wanted_isSent_butNotWithDataThatMustStay() {
    sidecar.with(snapshot(LONG, true));
    assertThat(ask("say zanzibar")).isEqualTo("classifier:heavy heavy");
    assertThat(judge.seen.getFirst().body()).contains("\"prompt\":\"say zanzibar\"");
    assertThat(ask("mail zanzibar@example.org")).contains(";classifier-withheld");
    assertThat(judge.seen).hasSize(1);
    assertThat(ask("confidential: who leaves?")).contains(";classifier-withheld");
    assertThat(judge.seen).hasSize(1);
    sidecar.with(snapshot(LONG, true, "pii"));
    assertThat(ask("mail zanzibar@example.org")).isEqualTo("classifier:heavy heavy");
    assertThat(judge.seen).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"tier\":\"huge\"}",
        "{\"tier\":7}",
        "{\"score\":1.2}",
        "{\"score\":\"0.5\"}",
        "{\"tier\":\"heavy\",\"score\":1}",
        "{}",
        "[]",
        "''",
        "not json",
      })
  void answer_meaningless_ourOwnDecides(String body) {
    sidecar.with(snapshot(LONG, false));
    answer = json(body);
    assertThat(ask("hello there")).contains(";classifier-malformed").startsWith("cues:");
    assertThat(count("malformed")).isEqualTo(1);
  }

  @Test
  void answer_endless_ourOwnDecides() {
    sidecar.with(snapshot(LONG, false));
    answer = request -> FakeEngine.json(request.response(), " ".repeat(100_000));
    assertThat(ask("hello there")).contains(";classifier-malformed");
  }

  @Test
  void answer_slowOrAnError_ourOwnDecides() {
    sidecar.with(snapshot(SHORT, false));
    answer = _ -> {};
    assertThat(ask("hello there")).contains(";classifier-slow");
    sidecar.with(snapshot(LONG, false));
    answer = request -> request.response().setStatusCode(500).end("{\"tier\":\"heavy\"}");
    assertThat(ask("hello there")).contains(";classifier-error");
    answer = request -> request.connection().close();
    assertThat(ask("hello there")).contains(";classifier-error");
  }

  @Test
  void classifier_dead_isLeftAloneAndComesBack() {
    sidecar.with(snapshot(LONG, false));
    judge.kill();
    for (int i = 0; i < 3; i++) {
      assertThat(ask("hello there")).contains(";classifier-error");
    }
    assertThat(ask("hello there")).contains(";classifier-open");
    judge.start();
    Await.until(() -> assertThat(ask("hello there")).isEqualTo("classifier:heavy heavy"));
    assertThat(count("open")).isPositive();
  }

  @Test
  void callerOrRuleDecides_nobodyIsAsked() {
    sidecar.with(snapshot(LONG, true));
    assertThat(reason(sidecar.chat("light"))).isEqualTo("explicit:tier light");
    assertThat(judge.seen).isEmpty();
  }

  @Test
  void caller_goneMeanwhile_isCountedAndNothingIsForwarded() throws Exception {
    sidecar.with(snapshot(Duration.ofSeconds(2), false));
    answer = _ -> {};
    try (var socket = sidecar.socket()) {
      socket.getOutputStream().write(RunningSidecar.wire(RunningSidecar.body("auto", false)));
      Await.until(() -> assertThat(judge.seen).hasSize(1));
    }
    Await.until(() -> assertThat(sidecar.plane.inFlight()).isZero());
    assertThat(engine.seen).isEmpty();
  }

  /** Deliberation, waiting and decision follow each other before the request departs. */
  @Test
  void answer_late_isTimedByItselfAndNotAsPartOfTheDecision() {
    sidecar.with(snapshot(SHORT, false));
    answer = _ -> {};
    assertThat(ask("hello there")).contains(";classifier-slow");
    Timer decision = sidecar.registry.get("conduit.decision.duration").timer();
    Timer wait = sidecar.registry.get("conduit.classifier.wait").timer();
    Timer overhead = sidecar.registry.get("conduit.overhead").timer();
    assertThat(List.of(decision.count(), wait.count(), overhead.count())).containsOnly(1L);
    assertThat(decision.totalTime(TimeUnit.NANOSECONDS)).isPositive();
    assertThat(decision.totalTime(TimeUnit.NANOSECONDS) + wait.totalTime(TimeUnit.NANOSECONDS))
        .isLessThanOrEqualTo(overhead.totalTime(TimeUnit.NANOSECONDS));
  }

  @Test
  void explain_asksNobody_andSaysWhoWouldBeAsked() {
    sidecar.with(snapshot(SHORT, true));
    String body = RunningSidecar.body("auto", false);
    assertThat(sidecar.post("/conduit/explain", body).body())
        .contains("\"asked\": true", "for at most 30 ms, with the prompt");
    assertThat(sidecar.post("/conduit/explain", body.replace("hi", "a@example.org")).body())
        .contains("\"asked\": false", "it must not see data of class pii");
    assertThat(sidecar.post("/conduit/explain", RunningSidecar.body("heavy", false)).body())
        .contains("\"asked\": false", "something that comes before it decides");
    assertThat(judge.seen).isEmpty();
  }

  private double count(String result) {
    var counter =
        sidecar.registry.find("conduit.classifier.questions").tags("result", result).counter();
    return counter == null ? 0 : counter.count();
  }
}
