// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static dev.conduit.sidecar.app.wiring.ProxyTest.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Credential;
import dev.conduit.contract.Resilience;
import dev.conduit.contract.RouteRule;
import dev.conduit.contract.Target;
import dev.conduit.contract.Tier;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
  private final Vertx vertx = Vertx.vertx();
  private final RunningSidecar sidecar = new RunningSidecar(vertx);
  private final FakeEngine good = FakeEngine.good(vertx);

  @AfterEach
  void close() {
    Await.done(vertx.close());
  }

  private FakeEngine resetting() {
    return new FakeEngine(vertx, (request, _) -> request.connection().close());
  }

  private FakeEngine answering(int status) {
    return new FakeEngine(
        vertx,
        (request, _) ->
            FakeEngine.json(
                request.response().setStatusCode(status).putHeader("retry-after", "7"),
                "{\"error\":{\"message\":\"engine says " + status + "\"}}"));
  }

  @Test
  void oneDeadOfMany_refuses_othersAnswerAll() throws Exception {
    int dead = freePort();
    FakeEngine more = FakeEngine.good(vertx);
    sidecar.with(Snapshots.light(dead, good.port(), more.port()).build());
    for (int i = 0; i < 30; i++) {
      HttpResponse<String> answer = sidecar.chat("auto");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(header(answer, "x-conduit-attempts")).isEqualTo("1");
    }
    assertThat(good.seen.size()).isBetween(12, 18);
    assertThat(sidecar.registry.get("conduit.retries").tag("cause", "refused").counter().count())
        .isEqualTo(1);
  }

  @Test
  void reset_beforeTheAnswer_isRetriedElsewhere() {
    sidecar.with(Snapshots.light(resetting().port(), good.port()).build());
    HttpResponse<String> answer = sidecar.chat("auto");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "x-conduit-attempts")).isEqualTo("2");
  }

  @Test
  void reset_afterTheHeadersOfAStream_isRetriedElsewhere() {
    FakeEngine headOnly =
        new FakeEngine(
            vertx,
            (request, _) ->
                FakeEngine.events(request)
                    .writeHead()
                    .onSuccess(_ -> vertx.setTimer(50, _ -> request.connection().close())));
    sidecar.with(Snapshots.light(headOnly.port(), good.port()).build());
    assertThat(sidecar.chat("auto").body()).isEqualTo(FakeEngine.ANSWER);
  }

  @Test
  void reset_ofTheOnlyEngine_answers502() {
    FakeEngine bad = resetting();
    sidecar.with(Snapshots.light(bad.port()).build());
    HttpResponse<String> answer = sidecar.chat("auto");
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("upstream_unreachable");
    assertThat(bad.seen.size()).isLessThanOrEqualTo(3);
  }

  @Test
  void staleConnection_ofTheOnlyEngine_isReplaced() {
    sidecar.with(Snapshots.light(good.port()).build());
    assertThat(sidecar.chat("auto").statusCode()).isEqualTo(200);
    good.kill();
    good.start();
    assertThat(sidecar.chat("auto").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void errorStatus_ofThePolicy_isRetriedElsewhere(int status) {
    FakeEngine bad = answering(status);
    sidecar.with(Snapshots.light(bad.port(), good.port()).build());
    assertThat(sidecar.chat("auto").statusCode()).isEqualTo(200);
    assertThat(bad.seen).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 422})
  void errorStatus_ofTheRequest_isPassedOn(int status) {
    FakeEngine bad = answering(status);
    sidecar.with(Snapshots.light(bad.port(), good.port()).build());
    HttpResponse<String> answer = sidecar.chat("auto");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("engine says " + status);
    assertThat(good.seen).isEmpty();
  }

  @Test
  void errorStatus_everywhere_isPassedOnAsItCame() {
    sidecar.with(Snapshots.light(answering(429).port(), answering(429).port()).build());
    HttpResponse<String> answer = sidecar.chat("auto");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(header(answer, "retry-after")).isEqualTo("7");
    assertThat(answer.body()).contains("engine says 429");
  }

  @Test
  void errorStatus_always_isRetriedWithinTheBudget() {
    FakeEngine bad = answering(500);
    sidecar.with(Snapshots.light(bad.port(), answering(500).port()).build());
    for (int i = 0; i < 100; i++) {
      sidecar.chat("auto");
    }
    double retries =
        sidecar.registry.get("conduit.retries").tag("cause", "status").counter().count();
    assertThat(retries).isBetween(10.0, 31.0);
  }

  @Test
  void blackHole_inOneEngine_isRetriedAfterTheFirstTokenLimit() throws Exception {
    try (ServerSocket hole = new ServerSocket(0)) {
      var snapshot = // a limit for the good one, too
          Snapshots.light(hole.getLocalPort(), good.port()).firstToken(Duration.ofSeconds(2));
      sidecar.with(snapshot.build());
      HttpResponse<String> answer =
          sidecar.post(RunningSidecar.CHAT, RunningSidecar.body("auto", true));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(header(answer, "x-conduit-attempts")).isEqualTo("2");
    }
  }

  @Test
  void blackHole_asTheOnlyEngine_answers504() throws Exception {
    try (ServerSocket hole = new ServerSocket(0)) {
      sidecar.with(Snapshots.light(hole.getLocalPort()).firstToken(Duration.ofMillis(300)).build());
      HttpResponse<String> answer =
          sidecar.post(RunningSidecar.CHAT, RunningSidecar.body("auto", true));
      assertThat(answer.statusCode()).isEqualTo(504);
      assertThat(answer.body()).contains("timeout_first_token", "within 300 ms");
    }
  }

  @Test
  void wholeAnswer_thatTakesLongerThanTheFirstTokenLimit_isWaitedFor() {
    FakeEngine slow =
        new FakeEngine(
            vertx,
            (request, _) ->
                vertx.setTimer(900, _ -> FakeEngine.json(request.response(), FakeEngine.ANSWER)));
    sidecar.with(
        Snapshots.light(slow.port(), good.port()).firstToken(Duration.ofMillis(200)).build());
    for (int i = 0; i < 2; i++) { // both engines get their turn
      HttpResponse<String> answer = sidecar.chat("auto");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(header(answer, "x-conduit-attempts")).isEqualTo("1");
    }
    assertThat(slow.seen).hasSize(1);
    assertThat(good.seen).hasSize(1);
  }

  @Test
  void wholeAnswer_ofAnEngineThatFailsItsHealthChecks_isAskedForElsewhere() throws Exception {
    try (ServerSocket hole = new ServerSocket(0)) {
      var snapshot =
          Snapshots.light(hole.getLocalPort(), good.port()).firstToken(Duration.ofMillis(300));
      sidecar.with(snapshot.build()).withHealthChecks();
      for (int i = 0; i < 2; i++) {
        assertThat(sidecar.chat("auto").statusCode()).isEqualTo(200);
      }
      assertThat(good.seen).hasSize(2);
    }
  }

  @Test
  void wholeAnswer_thatNeverComes_endsAtTheTotalLimit() throws Exception {
    try (ServerSocket hole = new ServerSocket(0)) {
      Resilience.Timeouts limits =
          new Resilience.Timeouts(
              Duration.ofSeconds(2),
              Duration.ofMillis(100),
              Duration.ofSeconds(2),
              Duration.ofMillis(450));
      sidecar.with(Snapshots.light(hole.getLocalPort()).timeouts(limits).build());
      HttpResponse<String> answer = sidecar.chat("auto");
      assertThat(answer.statusCode()).isEqualTo(504);
      assertThat(answer.body()).contains("timeout_total", "within 450 ms");
    }
  }

  @Test
  void stall_inTheMiddleOfAStream_endsWithAnErrorEvent() {
    FakeEngine stalling =
        new FakeEngine(vertx, (request, _) -> FakeEngine.events(request).write("data: 1\n\n"));
    sidecar.with(
        Snapshots.light(stalling.port(), good.port())
            .betweenTokens(Duration.ofMillis(200))
            .build());
    HttpResponse<String> answer = sidecar.chat("auto");
    assertThat(answer.body()).startsWith("data: 1\n\n").contains("timeout_between_tokens");
    assertThat(good.seen).isEmpty();
    Await.until(() -> assertThat(stalling.aborted).hasValue(1));
  }

  @Test
  void noEngineReady_answers503WithTheReason() {
    Target loading =
        Snapshots.target("light", Tier.LIGHT, Snapshots.endpoints("light", false, good.port()));
    sidecar.with(Snapshots.light().targets(loading).build());
    HttpResponse<String> answer = sidecar.chat("auto");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(header(answer, "retry-after")).isEqualTo("2");
    assertThat(answer.body()).contains("no endpoint is ready for light/light-model");
    assertThat(good.seen).isEmpty();
  }

  @Test
  void noEngineReady_withFallback_fallsBack() throws Exception {
    sidecar.with(Snapshots.light(freePort()).heavy(good.port()).fallback("heavy").build());
    HttpResponse<String> answer = sidecar.chat("auto");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "x-conduit-tier")).isEqualTo("heavy");
    assertThat(header(answer, "x-conduit-reason")).isEqualTo("length:default;fallback");
    assertThat(header(sidecar.chat("heavy"), "x-conduit-reason")).isEqualTo("explicit:tier");
    assertThat(good.seen.getFirst().body()).contains("\"heavy-model\"");
  }

  @Test
  void fallback_outsideAConstraint_isNotTaken() throws Exception {
    RouteRule rule =
        new RouteRule(
            "stay",
            new RouteRule.Match(
                List.of(),
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new RouteRule.Action.Constrain(List.of(Tier.LIGHT)));
    sidecar.with(Snapshots.light(freePort()).heavy(good.port()).fallback("heavy").build(rule));
    assertThat(sidecar.chat("auto").statusCode()).isIn(502, 503);
    assertThat(sidecar.chat("heavy").statusCode()).isEqualTo(403);
    assertThat(good.seen).isEmpty();
  }

  @Test
  void credential_ofTheTarget_isSentAndNotTheCallers() {
    Credential credential = new Credential("PATH", "Authorization", "Bearer ");
    Target vendor =
        Snapshots.target(
            "light",
            Tier.LIGHT,
            Snapshots.endpoints("light", true, good.port()),
            Optional.of(credential));
    sidecar.with(Snapshots.light().targets(vendor).build());
    HttpRequest request =
        sidecar
            .to(RunningSidecar.CHAT)
            .header("authorization", "Bearer of-the-app")
            .POST(HttpRequest.BodyPublishers.ofString(RunningSidecar.body("auto", false)))
            .build();
    assertThat(sidecar.send(request).statusCode()).isEqualTo(200);
    assertThat(good.seen.getFirst().headers())
        .containsEntry("authorization", "Bearer " + System.getenv("PATH"));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
