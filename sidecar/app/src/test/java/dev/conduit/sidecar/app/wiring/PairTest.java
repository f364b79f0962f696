// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.conduit.contract.Pairs;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Tier;
import dev.conduit.sidecar.core.pair.Sample;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pairs that nobody judges but us: by text and by form. */
class PairTest extends PairStage {
  private static final Pairs.Judge SCHEMA = new Pairs.Judge.Schema();

  @Test
  void answers_thatSayTheSame_areAnOutcomeForTheLightTier() {
    serve(EXACT);
    HttpResponse<String> answer = ask("\"temperature\":0");
    assertThat(answer.body()).isEqualTo(CascadeStage.answer("Red.", ""));
    awaitCounted("judged", "same", 1);
    FakeEngine.Seen second = heavy.seen.getFirst();
    assertThat(second.path()).isEqualTo(RunningSidecar.CHAT);
    assertThat(second.body())
        .contains("\"model\":\"heavy-model\"", "\"content\":\"hi\"", "\"temperature\":0");
    assertThat(second.headers())
        .containsEntry("x-request-id", answer.headers().firstValue("x-request-id").orElseThrow());
    Await.until(() -> assertThat(outcomes("pair_exact", "true")).isOne());
    assertThat(sidecar.get("/conduit/classifier").body()).contains("\"outcomes\":1");
  }

  @Test
  void background_isCountedApart_andTakenOffWhatWasSaved() {
    serve(EXACT);
    ask("");
    awaitCounted("judged", "same", 1);
    assertThat(count("conduit.requests", "tier", "heavy")).isZero();
    assertThat(count("conduit.tokens", "tier", "heavy", "type", "output")).isZero();
    assertThat(count("conduit.cost.usd", "tier", "heavy")).isZero();
    assertThat(count("conduit.pairs.tokens", "tier", "heavy", "type", "input")).isEqualTo(11);
    assertThat(count("conduit.pairs.tokens", "tier", "heavy", "type", "output")).isEqualTo(7);
    assertThat(count("conduit.pairs.cost.usd", "tier", "heavy")).isEqualTo(250e-6);
    assertThat(sidecar.registry.find("conduit.saved.usd").gauge().value())
        .as("225 saved by the light answer, 250 spent on the heavy one")
        .isCloseTo(-25e-6, within(1e-12));
  }

  @Test
  void answers_thatDiffer_takeTheHeavyTier_ofProseNothingIsSaid() {
    sidecar.with(snapshot(pairs(1, EXACT, PLENTY), Tier.HEAVY));
    lightAnswer = says("blue");
    ask("");
    awaitCounted("judged", "heavy", 1);
    Await.until(() -> assertThat(outcomes("pair_exact", "true")).isOne());
    heavyAnswer = says("It depends. " + "Some people say red, others do not. ".repeat(5));
    lightAnswer = heavyAnswer;
    ask("");
    awaitCounted("skipped", "unverifiable", 1);
    assertThat(light.seen).as("nothing could come of it").hasSize(1);
    assertThat(sidecar.get("/conduit/classifier").body()).contains("\"outcomes\":1");
  }

  @Test
  void stream_isPutTogether_andComparedAll() {
    serve(EXACT);
    lightAnswer =
        (request, _) ->
            FakeEngine.events(request)
                .end(
                    """
                    data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

                    data: {"choices":[{"index":0,"delta":{"content":"R"}}]}

                    data: {"choices":[{"index":0,"delta":{"content":"ed"},"finish_reason":null}]}

                    data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

                    data: [DONE]

                    """);
    ask("\"stream\":true,\"stream_options\":{\"include_usage\":true}");
    awaitCounted("judged", "same", 1);
    assertThat(heavy.seen.getFirst().body()).doesNotContain("stream");
    lightAnswer =
        (request, _) ->
            FakeEngine.events(request)
                .end("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"R\"}}]}\n\n");
    ask("\"stream\":true");
    awaitCounted("skipped", "unreadable", 1);
    assertThat(heavy.seen).hasSize(1);
  }

  @Test
  void schema_tellsWhichHasTheForm() {
    serve(SCHEMA);
    String form = CascadeStage.SCHEMA;
    String good = "{\"n\":1}";
    String bad = "{\"n\":\"one\"}";
    lightAnswer = says(bad);
    heavyAnswer = says(good);
    ask(form);
    awaitCounted("judged", "heavy", 1);
    lightAnswer = says(good);
    ask(form);
    awaitCounted("judged", "same", 1);
    heavyAnswer = says(bad);
    ask(form);
    awaitCounted("judged", "light", 1);
    ask("");
    awaitCounted("skipped", "unverifiable", 1);
    ask(form.replace("\"integer\"", "\"integer\",\"pattern\":\"(?=a)\""));
    awaitCounted("dropped", "undecided", 1);
    Await.until(() -> assertThat(outcomes("pair_schema", "true")).isEqualTo(2));
    assertThat(outcomes("pair_schema", "false")).isOne();
  }

  @Test
  void sample_isToldByTheRequestId_andExact() {
    sidecar.with(snapshot(pairs(0.2, EXACT, PLENTY), Tier.LIGHT));
    List<String> ids = IntStream.range(0, 60).mapToObj(i -> "id-" + i).toList();
    List<String> sampled = ids.stream().filter(id -> Sample.takes(id, 0.2)).toList();
    for (String id : ids) {
      sidecar.send(
          sidecar
              .to(RunningSidecar.CHAT)
              .header("x-request-id", id)
              .POST(HttpRequest.BodyPublishers.ofString(CascadeStage.body("")))
              .build());
    }
    assertThat(sampled).hasSizeBetween(5, 25);
    awaitCounted("judged", "same", sampled.size());
    assertThat(heavy.seen.stream().map(s -> s.headers().get("x-request-id")))
        .containsExactlyInAnyOrderElementsOf(sampled);
  }

  @Test
  void request_thatSetsSomethingOff_orWasDecidedOtherwise_isNotRepeated() {
    serve(EXACT);
    ask(CascadeStage.TOOLS);
    awaitCounted("skipped", "tools", 1);
    sidecar.post(
        RunningSidecar.CHAT,
        CascadeStage.body("")
            .replace(
                "\"hi\"",
                "[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA==\"}}]"));
    awaitCounted("skipped", "media", 1);
    sidecar.chat("light");
    awaitCounted("skipped", "decided", 1);
    sidecar.post(
        RunningSidecar.CHAT, CascadeStage.body("").replace("\"hi\"", "\"a.person@example.org\""));
    awaitCounted("skipped", "data_class", 1);
    sidecar.post(
        RunningSidecar.CHAT,
        CascadeStage.body("").replace("\"hi\"", "\"" + "word ".repeat(2000) + "\""));
    awaitCounted("skipped", "too_large", 1);
    lightAnswer = says("x".repeat(5000));
    ask("");
    awaitCounted("skipped", "answer_too_long", 1);
    lightAnswer = (request, _) -> request.response().setStatusCode(400).end("{}");
    ask("");
    awaitCounted("skipped", "failed", 1);
    assertThat(heavy.seen).isEmpty();
  }

  @Test
  void budget_usedUp_orTooManyAtATime_leavesRequestsAlone() {
    sidecar.with(snapshot(pairs(1, EXACT, new Pairs.Budget(2, 10_000, 1)), Tier.LIGHT));
    AtomicReference<HttpServerRequest> hanging = new AtomicReference<>();
    heavyAnswer = (request, _) -> hanging.set(request);
    ask("");
    Await.until(() -> assertThat(hanging.get()).isNotNull());
    assertThat(ask("").statusCode()).as("nobody waits for a pair").isEqualTo(200);
    Await.until(() -> assertThat(pairs("skipped", "concurrent")).isOne());
    heavyAnswer = says("red");
    hanging.get().response().end(CascadeStage.answer("red", ""));
    awaitCounted("judged", "same", 1);
    ask("");
    awaitCounted("judged", "same", 2);
    ask("");
    awaitCounted("skipped", "budget", 1);
    sidecar.with(snapshot(pairs(1, EXACT, new Pairs.Budget(100, 36, 1)), Tier.LIGHT));
    ask("");
    awaitCounted("skipped", "budget", 2);
    assertThat(heavy.seen).as("18 tokens each").hasSize(2);
  }

  @Test
  void engine_inTheBackground_unwell_isAskedOnce_andTheAppIsNotTold() {
    serve(EXACT);
    heavyAnswer = (request, _) -> request.response().setStatusCode(503).end("busy");
    assertThat(ask("").statusCode()).isEqualTo(200);
    awaitCounted("dropped", "status", 1);
    assertThat(heavy.seen).as("not tried again").hasSize(1);
    heavyAnswer = says("x".repeat(5000));
    ask("");
    awaitCounted("dropped", "answer_too_long", 1);
    heavyAnswer = (request, _) -> FakeEngine.json(request.response(), "{\"choices\":7}");
    ask("");
    awaitCounted("dropped", "unreadable", 1);
    heavyAnswer = (request, _) -> request.connection().close();
    ask("");
    awaitCounted("dropped", "unreachable", 1);
    heavyAnswer = (_, _) -> {};
    sidecar.with(snapshot(timeout(pairs(1, EXACT, PLENTY), Duration.ofMillis(50)), Tier.LIGHT));
    ask("");
    awaitCounted("dropped", "slow", 1);
    assertThat(sidecar.get("/conduit/classifier").body()).contains("\"outcomes\":0");
  }

  @Test
  void tier_downOrBusy_isLetAlone() {
    serve(EXACT);
    CountDownLatch held = new CountDownLatch(PairRun.BUSY);
    List<HttpServerRequest> hanging = new java.util.concurrent.CopyOnWriteArrayList<>();
    heavyAnswer =
        (request, _) -> {
          hanging.add(request);
          held.countDown();
        };
    List<java.util.concurrent.CompletableFuture<Integer>> own =
        IntStream.range(0, PairRun.BUSY)
            .mapToObj(
                _ ->
                    java.util.concurrent.CompletableFuture.supplyAsync(
                        () -> sidecar.chat("heavy").statusCode()))
            .toList();
    Await.until(() -> assertThat(held.getCount()).isZero());
    ask("");
    Await.until(() -> assertThat(pairs("skipped", "busy")).isOne());
    heavyAnswer = says("red");
    hanging.forEach(one -> one.response().end(CascadeStage.answer("red", "")));
    own.forEach(one -> assertThat(one.join()).isEqualTo(200));
    heavy.kill();
    Await.until(
        () -> {
          ask("");
          assertThat(pairs("skipped", "unready")).isPositive();
        });
  }

  @Test
  void caller_gone_isNoPair() throws Exception {
    serve(EXACT);
    lightAnswer = (_, _) -> {};
    try (var socket = sidecar.socket()) {
      socket.getOutputStream().write(RunningSidecar.wire(CascadeStage.body("")));
      Await.until(() -> assertThat(light.seen).hasSize(1));
    }
    awaitCounted("skipped", "failed", 1);
    assertThat(heavy.seen).isEmpty();
  }

  @Test
  void policy_changedMeanwhile_endsThePair() {
    RoutingSnapshot plain = snapshot(pairs(1, new Pairs.Judge.Exact(), PLENTY), Tier.LIGHT);
    sidecar.with(plain);
    AtomicReference<HttpServerRequest> hanging = new AtomicReference<>();
    heavyAnswer = (request, _) -> hanging.set(request);
    ask("");
    Await.until(() -> assertThat(hanging.get()).isNotNull());
    sidecar.with(revised(plain));
    FakeEngine.json(hanging.get().response(), CascadeStage.answer("red", ""));
    awaitCounted("dropped", "policy_changed", 1);
    lightAnswer = (request, _) -> hanging.set(request);
    hanging.set(null);
    var own = CompletableFuture.supplyAsync(() -> ask("").statusCode());
    Await.until(() -> assertThat(hanging.get()).isNotNull());
    sidecar.with(plain);
    FakeEngine.json(hanging.get().response(), CascadeStage.answer("red", ""));
    assertThat(own.join()).isEqualTo(200);
    awaitCounted("skipped", "policy_changed", 1);
    assertThat(heavy.seen).hasSize(1);
  }

  private static RoutingSnapshot revised(RoutingSnapshot of) {
    return new RoutingSnapshot(
        of.format(),
        of.policy(),
        "another",
        of.tiers(),
        of.targets(),
        of.rules(),
        of.classifier(),
        of.balance(),
        of.resilience());
  }

  @Test
  void drain_breaksOffWhatIsUnderWay_andBeginsNothing() {
    serve(EXACT);
    heavyAnswer = (_, _) -> {};
    ask("");
    Await.until(() -> assertThat(heavy.seen).hasSize(1));
    sidecar.plane.drain();
    awaitCounted("dropped", "draining", 1);
    Await.until(() -> assertThat(heavy.aborted).hasValue(1));
    assertThat(sidecar.plane.inFlight()).isZero();
  }

  @Test
  void explain_saysWhetherItWouldBePaired_andAsksNobody() {
    sidecar.with(snapshot(pairs(0.025, EXACT, PLENTY), Tier.LIGHT));
    String body = CascadeStage.body("");
    assertThat(sidecar.post("/conduit/explain", body).body())
        .contains(
            "\"pairs\": {\"why\": \"heavy answers also, in the background, 2.5 % of such requests, by their ids; judged by their texts\"}");
    assertThat(sidecar.post("/conduit/explain", body.replace("hi", "a@example.org")).body())
        .contains("\"why\": \"not: it is of a class of data that is not to be paired\"");
    assertThat(sidecar.post("/conduit/explain", body.replace("auto", "heavy")).body())
        .contains("\"why\": \"not: not the classifier decides\"");
    assertThat(heavy.seen).isEmpty();
  }
}
