// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.conduit.contract.Bytes;
import dev.conduit.contract.Cascade;
import dev.conduit.contract.Classifier;
import dev.conduit.contract.Price;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Target;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.json.JsonText;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cascade over real sockets, with engines that are well and unwell. */
class CascadeTest {
  private static final String SCHEMA =
      "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":{\"type\":\"object\",\"required\":[\"n\"],\"properties\":{\"n\":{\"type\":\"integer\"}}}}}";
  private static final String TOOLS =
      "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\",\"parameters\":{\"type\":\"object\",\"required\":[\"city\"]}}}]";
  private static final Cascade.Verify FORM =
      new Cascade.Verify(true, true, Optional.empty(), Optional.empty());
  private static final Cascade.Verify SURE =
      new Cascade.Verify(true, true, Optional.of(-0.5), Optional.empty());
  private static final String GOOD = answer("{\"n\":1}", "");
  private static final String BAD = answer("{\"n\":\"one\"}", "");

  private boolean learns;
  private final Vertx vertx = Vertx.vertx();
  private final RunningSidecar sidecar = new RunningSidecar(vertx);
  private volatile Consumer<HttpServerRequest> lightAnswer = json(GOOD);
  private final FakeEngine light = new FakeEngine(vertx, (r, _) -> lightAnswer.accept(r));
  private final FakeEngine heavy =
      new FakeEngine(vertx, (r, _) -> FakeEngine.json(r.response(), answer("heavy", "")));

  @AfterEach
  void stop() {
    sidecar.close();
    light.close();
    heavy.close();
    Await.done(vertx.close());
  }

  private static Consumer<HttpServerRequest> json(String body) {
    return request -> FakeEngine.json(request.response(), body);
  }

  private static String answer(String content, String logprobs) {
    return "{\"id\":\"a\",\"object\":\"chat.completion\",\"created\":7,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
        + JsonText.quote(content)
        + "},"
        + (logprobs.isEmpty() ? "" : "\"logprobs\":" + logprobs + ",")
        + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7}}";
  }

  private static String logprob(double value) {
    return "{\"content\":[{\"token\":\"a\",\"logprob\":" + value + "}]}";
  }

  private static Cascade cascade(Cascade.Verify verify) {
    return new Cascade(
        Tier.LIGHT,
        Optional.empty(),
        verify,
        false,
        Duration.ofSeconds(10),
        new Bytes(100_000),
        100);
  }

  private static Cascade with(Cascade of, Duration timeout, long bytes, int percent) {
    return new Cascade(
        of.startTier(),
        of.escalateTo(),
        of.verify(),
        of.buffersStreams(),
        timeout,
        new Bytes(bytes),
        percent);
  }

  private RoutingSnapshot snapshot(Cascade cascade, Tier decided, Target... targets) {
    RoutingSnapshot plain = Snapshots.light(light.port()).heavy(heavy.port()).build();
    return new RoutingSnapshot(
            plain.format(),
            plain.policy(),
            plain.revision(),
            plain.tiers(),
            targets.length > 0
                ? List.of(targets)
                : plain.targets().stream().map(t -> target(t, List.of())).toList(),
            plain.rules(),
            new Classifier(
                decided,
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(learns),
                Optional.empty()),
            plain.balance(),
            plain.resilience())
        .extended(List.of())
        .cascade(cascade);
  }

  private static Target target(Target of, List<String> classes) {
    double factor = of.tier().equals(Tier.HEAVY) ? 10 : 1;
    return new Target(
        of.id(),
        of.tier(),
        of.model(),
        of.aliases(),
        of.weight(),
        of.contextTokens(),
        of.dialect(),
        new Price(factor, 2 * factor),
        of.simulated(),
        of.health(),
        of.credential(),
        classes,
        of.endpoints());
  }

  private void serve(Cascade cascade) {
    sidecar.with(snapshot(cascade, Tier.HEAVY));
  }

  private HttpResponse<String> ask(String fields) {
    return sidecar.post(RunningSidecar.CHAT, body(fields));
  }

  private static String body(String fields) {
    return "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
        + (fields.isEmpty() ? "" : "," + fields)
        + "}";
  }

  private static String header(HttpResponse<String> of, String name) {
    return of.headers().firstValue("x-conduit-" + name).orElse("");
  }

  private double count(String metric, String... tags) {
    var counter = sidecar.registry.find(metric).tags(tags).counter();
    return counter == null ? 0 : counter.count();
  }

  @Test
  void answer_good_isPassedOn_andTheHeavyTierIsNotAsked() {
    serve(cascade(FORM));
    HttpResponse<String> answer = ask(SCHEMA);
    assertThat(answer.body()).isEqualTo(GOOD);
    assertThat(header(answer, "reason")).isEqualTo("length:default;verified:schema");
    assertThat(header(answer, "tier")).isEqualTo("light");
    assertThat(header(answer, "attempts")).isEqualTo("1");
    assertThat(header(answer, "escalated")).isEmpty();
    assertThat(heavy.seen).isEmpty();
    assertThat(count("conduit.cascade.steps", "result", "verified", "cause", "schema")).isOne();
    assertThat(count("conduit.cascade.saved.usd", "tier", "light"))
        .isCloseTo(9 * 25e-6, within(1e-12));
    assertThat(count("conduit.requests", "tier", "light", "outcome", "ok")).isOne();
    assertThat(count("conduit.cost.usd", "tier", "light")).isEqualTo(25e-6);
  }

  @Test
  void answer_bad_isEscalatedAndCountedInFull() {
    serve(cascade(FORM));
    lightAnswer = json(BAD);
    HttpResponse<String> answer = ask(SCHEMA);
    assertThat(answer.body()).isEqualTo(answer("heavy", ""));
    assertThat(header(answer, "reason")).isEqualTo("length:default;escalated:schema");
    assertThat(header(answer, "tier")).isEqualTo("heavy");
    assertThat(header(answer, "attempts")).isEqualTo("2");
    assertThat(header(answer, "escalated"))
        .isEqualTo("light-model;why=schema;input=11;output=7;usd=0.00002500");
    assertThat(light.seen).hasSize(1);
    assertThat(count("conduit.tokens", "tier", "light", "type", "output")).isEqualTo(7);
    assertThat(count("conduit.tokens", "tier", "heavy", "type", "output")).isEqualTo(7);
    assertThat(count("conduit.cost.usd", "tier", "light")).isEqualTo(25e-6);
    assertThat(count("conduit.cost.usd", "tier", "heavy")).isEqualTo(250e-6);
    assertThat(count("conduit.cascade.wasted.usd", "tier", "light")).isEqualTo(25e-6);
    assertThat(count("conduit.requests", "tier", "light", "outcome", "ok")).isZero();
    assertThat(count("conduit.requests", "tier", "heavy", "outcome", "ok")).isOne();
    assertThat(sidecar.registry.find("conduit.saved.usd").gauge().value())
        .as("the thrown away answer is a loss")
        .isCloseTo(-25e-6, within(1e-12));
  }

  @Test
  void answer_ofAPolicyThatLearns_isAnOutcome() {
    learns = true;
    serve(cascade(FORM));
    ask(SCHEMA);
    Await.until(() -> assertThat(outcomes("true")).isOne());
    lightAnswer = json(BAD);
    // The heavier tier answered, and it took the heavier tier. One in a second is an outcome.
    Await.until(
        () -> {
          ask(SCHEMA);
          assertThat(outcomes("true")).isEqualTo(2);
        });
    lightAnswer = request -> request.response().setStatusCode(500).end();
    ask(SCHEMA);
    assertThat(sidecar.get("/conduit/classifier").body()).contains("\"outcomes\":2");
  }

  private double outcomes(String agrees) {
    return count("conduit.learning.outcomes", "source", "cascade", "agrees", agrees);
  }

  @Test
  void logprobs_askedOfTheEngine_areNotTheCallers() {
    serve(cascade(SURE));
    lightAnswer = json(answer("yes", logprob(-0.1)));
    HttpResponse<String> answer = ask("");
    assertThat(light.seen.getFirst().body()).contains("\"logprobs\":true");
    assertThat(answer.body()).isEqualTo(answer("yes", "null"));
    assertThat(header(answer, "reason")).endsWith(";verified:logprob");
    assertThat(ask("\"logprobs\":true").body()).isEqualTo(answer("yes", logprob(-0.1)));
  }

  @Test
  void logprobs_lowOrNone_escalate() {
    serve(cascade(SURE));
    lightAnswer = json(answer("yes", logprob(-0.6)));
    assertThat(header(ask(""), "reason")).endsWith(";escalated:logprob");
    lightAnswer = json(answer("yes", ""));
    assertThat(header(ask(""), "reason")).endsWith(";escalated:no_logprobs");
    assertThat(heavy.seen).hasSize(2).allSatisfy(s -> assertThat(s.body()).doesNotContain("logpr"));
  }

  @ParameterizedTest
  @CsvSource({"torn, unreachable", "status, status", "nonsense, malformed", "endless, too_long"})
  void light_unwell_isEscalated(String how, String why) {
    serve(with(cascade(FORM), Duration.ofSeconds(10), 2_000, 100));
    lightAnswer =
        switch (how) {
          case "torn" -> request -> request.connection().close();
          case "status" -> request -> request.response().setStatusCode(503).end("busy");
          case "nonsense" -> json("<html>");
          default -> json(answer("x".repeat(5_000), ""));
        };
    HttpResponse<String> answer = ask(SCHEMA);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "tier")).isEqualTo("heavy");
    assertThat(header(answer, "reason")).endsWith(";escalated:" + why);
    assertThat(count("conduit.cascade.steps", "result", "escalated", "cause", why)).isOne();
  }

  @Test
  void light_downOrSlow_isEscalated() {
    serve(with(cascade(FORM), Duration.ofMillis(60), 2_000, 100));
    lightAnswer = _ -> {};
    assertThat(header(ask(SCHEMA), "reason")).endsWith(";escalated:slow");
    Await.until(() -> assertThat(light.aborted).hasValue(1));
    light.kill();
    HttpResponse<String> answer = ask(SCHEMA);
    assertThat(header(answer, "reason")).endsWith(";escalated:unreachable");
    assertThat(header(answer, "tier")).isEqualTo("heavy");
  }

  @Test
  void both_fail_theDoubtfulAnswerIsBetterThanNone_aWrongOneIsNot() {
    serve(cascade(SURE));
    heavy.kill();
    lightAnswer = json(answer("maybe", logprob(-3)));
    HttpResponse<String> answer = ask("");
    assertThat(answer.body()).isEqualTo(answer("maybe", "null"));
    assertThat(header(answer, "reason")).endsWith(";escalated:logprob;unverified");
    assertThat(header(answer, "tier")).isEqualTo("light");
    assertThat(header(answer, "escalated")).as("nothing was thrown away").isEmpty();
    assertThat(count("conduit.tokens", "tier", "light", "type", "output")).isEqualTo(7);
    assertThat(count("conduit.cost.usd", "tier", "light")).isEqualTo(25e-6);
    assertThat(count("conduit.cascade.wasted.usd", "tier", "light")).isZero();
    lightAnswer = json(BAD);
    HttpResponse<String> none = ask(SCHEMA);
    assertThat(none.statusCode()).isGreaterThanOrEqualTo(502);
    assertThat(header(none, "reason")).endsWith(";escalated:schema");
    assertThat(header(none, "escalated")).contains("why=schema");
    assertThat(header(none, "tier")).as("of the one that failed last").isNotEqualTo("light");
  }

  @Test
  void stream_isSkippedOrHeldBackUntilVerified() {
    serve(cascade(FORM));
    String stream = SCHEMA + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    assertThat(header(ask(stream), "reason")).isEqualTo("length:default");
    assertThat(count("conduit.cascade.steps", "result", "skipped", "cause", "stream")).isOne();
    Cascade plain = cascade(FORM);
    serve(
        new Cascade(
            Tier.LIGHT,
            Optional.empty(),
            FORM,
            true,
            plain.timeout(),
            plain.maxAnswer(),
            plain.budgetPercent()));
    HttpResponse<String> answer = ask(stream);
    assertThat(light.seen.getFirst().body()).doesNotContain("stream");
    assertThat(answer.headers().firstValue("content-type").orElseThrow())
        .startsWith("text/event-stream");
    assertThat(answer.body())
        .isEqualTo(
            """
            data: {"id":"a","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"{\\"n\\":1}"},"finish_reason":null}]}

            data: {"id":"a","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: {"id":"a","object":"chat.completion.chunk","created":7,"model":"m","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7}}

            data: [DONE]

            """);
    lightAnswer = json(BAD);
    assertThat(header(ask(stream), "reason")).endsWith(";escalated:schema");
    assertThat(heavy.seen.getLast().body()).contains("\"stream\":true");
  }

  @Test
  void call_ofATool_isHeldAgainstItsParameters_andTheLoopStays() {
    serve(cascade(FORM));
    String call =
        "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"{%s}\"}}]},\"finish_reason\":\"tool_calls\"}]}";
    lightAnswer = json(call.formatted(""));
    assertThat(header(ask(TOOLS), "reason")).endsWith(";escalated:tool_call");
    lightAnswer = json(call.formatted("\\\"city\\\":1"));
    String other = body(TOOLS).replace("\"hi\"", "\"and in Oslo?\"");
    assertThat(header(sidecar.post(RunningSidecar.CHAT, other), "reason"))
        .endsWith(";verified:tool_call");
    String loop =
        other.replace(
            "}],\"tools\"",
            "},{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"rain\"}],\"tools\"");
    HttpResponse<String> next = sidecar.post(RunningSidecar.CHAT, loop);
    assertThat(header(next, "reason")).isEqualTo("tool-loop");
    assertThat(header(next, "tier")).isEqualTo("light");
  }

  @Test
  void loop_thatIsNotKnown_isNotCascaded() {
    serve(cascade(FORM));
    String loop =
        body(TOOLS)
            .replace(
                "}],\"tools\"",
                "},{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"rain\"}],\"tools\"");
    assertThat(header(sidecar.post(RunningSidecar.CHAT, loop), "tier")).isEqualTo("heavy");
    assertThat(light.seen).isEmpty();
  }

  @Test
  void budget_usedUp_requestsGoStraightToTheirTier() {
    serve(with(cascade(FORM), Duration.ofSeconds(10), 2_000, 0));
    for (int i = 0; i < 30; i++) {
      assertThat(header(ask(SCHEMA), "reason"))
          .as("what is verified costs no budget")
          .contains("verified");
    }
    lightAnswer = json(BAD);
    for (int i = 0; i < 10; i++) {
      assertThat(header(ask(SCHEMA), "reason")).contains("escalated");
    }
    assertThat(header(ask(SCHEMA), "reason")).isEqualTo("length:default");
    assertThat(count("conduit.cascade.steps", "result", "skipped", "cause", "budget")).isOne();
    assertThat(light.seen).hasSize(40);
  }

  @Test
  void caller_goneMeanwhile_isCounted_andNobodyElseIsAsked() throws Exception {
    serve(cascade(FORM));
    lightAnswer = _ -> {};
    try (var socket = sidecar.socket()) {
      socket.getOutputStream().write(RunningSidecar.wire(body(SCHEMA)));
      Await.until(() -> assertThat(light.seen).hasSize(1));
    }
    Await.until(() -> assertThat(sidecar.plane.inFlight()).isZero());
    Await.until(() -> assertThat(light.aborted).hasValue(1));
    assertThat(heavy.seen).isEmpty();
    assertThat(count("conduit.requests", "outcome", "client_closed")).isOne();
  }

  @Test
  void restricted_noStepTakesItOutside() {
    List<Target> plain = Snapshots.light(light.port()).heavy(heavy.port()).build().targets();
    Target inside = target(plain.getFirst(), List.of());
    Target outside = target(plain.getLast(), List.of("public"));
    Cascade up =
        new Cascade(
            Tier.LIGHT,
            Optional.of(Tier.HEAVY),
            FORM,
            false,
            Duration.ofSeconds(10),
            new Bytes(100_000),
            100);
    lightAnswer = json(BAD);
    String secret = body(SCHEMA).replace("\"hi\"", "\"a.person@example.org\"");
    sidecar.with(snapshot(up, Tier.LIGHT, inside, outside));
    assertThat(header(sidecar.post(RunningSidecar.CHAT, secret), "tier")).isEqualTo("light");
    assertThat(heavy.seen).isEmpty();
    assertThat(header(ask(SCHEMA), "reason")).endsWith(";escalated:schema");
    sidecar.with(
        snapshot(
            cascade(FORM),
            Tier.HEAVY,
            target(plain.getFirst(), List.of("public")),
            target(plain.getLast(), List.of())));
    int before = light.seen.size();
    assertThat(header(sidecar.post(RunningSidecar.CHAT, secret), "tier")).isEqualTo("heavy");
    assertThat(light.seen).hasSize(before);
  }

  @Test
  void request_thatNothingCanVerify_orThatNamesItsTier_goesStraight() {
    serve(cascade(FORM));
    assertThat(header(ask(""), "reason")).isEqualTo("length:default");
    assertThat(count("conduit.cascade.steps", "result", "skipped", "cause", "unverifiable"))
        .isOne();
    String named = body(SCHEMA).replace("\"auto\"", "\"heavy\"");
    assertThat(header(sidecar.post(RunningSidecar.CHAT, named), "reason"))
        .isEqualTo("explicit:tier");
    assertThat(light.seen).isEmpty();
  }

  @Test
  void explain_saysWhoAnswersFirst_andAsksNobody() {
    serve(cascade(SURE));
    assertThat(sidecar.post("/conduit/explain", body("")).body())
        .contains(
            "\"cascade\": {\"why\": \"light, then heavy, as far as the answer before is not good enough")
        .contains("mean log-probability from -0.5");
    assertThat(sidecar.post("/conduit/explain", body("\"stream\":true")).body())
        .contains("\"cascade\": {\"why\": \"does not apply: the request is streamed\"}");
    assertThat(light.seen).isEmpty();
  }
}
