// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.conduit.contract.Cascade;
import dev.conduit.contract.Tier;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of answers that lighter tiers give first. */
class CascadeTest extends CascadeStage {
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
