// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Bytes;
import dev.conduit.contract.Cascade;
import dev.conduit.contract.Target;
import dev.conduit.contract.Tier;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cascade whose engines, callers or budget fail it, and what it must not do. */
class CascadeTroubleTest extends CascadeStage {
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
    serve(cascade(FORM)); // with time to find out
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

  /** Engines read them: valid JSON that is too much for us is no error of the caller's. */
  @Test
  void demands_thatAreTooMuchToBeRead_areNotCascaded() {
    serve(cascade(FORM));
    String digits = SCHEMA.replace("\"integer\"", "\"integer\",\"maximum\":" + "9".repeat(2_000));
    String large =
        SCHEMA.replace("\"integer\"", "\"integer\",\"title\":\"" + "x".repeat(300_000) + "\"");
    for (String demands : List.of(digits, large)) {
      HttpResponse<String> answer = ask(demands);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(header(answer, "tier")).isEqualTo("heavy");
    }
    assertThat(light.seen).isEmpty();
    assertThat(count("conduit.cascade.steps", "result", "skipped", "cause", "unverifiable"))
        .isEqualTo(2);
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
    Await.until(() -> assertThat(count("conduit.requests", "outcome", "client_closed")).isOne());
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
}
