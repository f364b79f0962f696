// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Pairs;
import dev.conduit.contract.Target;
import dev.conduit.contract.TargetId;
import dev.conduit.contract.Tier;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Judges that are asked: a service, and a model, well and unwell. */
class PairJudgesTest extends PairStage {
  private volatile BiConsumer<HttpServerRequest, Buffer> verdict = json("{\"better\":\"heavy\"}");
  private final FakeEngine judge = new FakeEngine(vertx, (r, b) -> verdict.accept(r, b));

  @AfterEach
  void stopJudge() {
    judge.close();
  }

  private static BiConsumer<HttpServerRequest, Buffer> json(String body) {
    return (request, _) -> FakeEngine.json(request.response(), body);
  }

  private Pairs.Judge hook(Duration timeout, boolean sendsPrompt) {
    URI url = URI.create("http://127.0.0.1:" + judge.port() + "/pair?team=a");
    return new Pairs.Judge.Hook(url, timeout, sendsPrompt);
  }

  private Pairs.Judge hook() {
    return hook(Duration.ofSeconds(10), false);
  }

  /** A target that is for judging only. */
  private void serveModel(Optional<String> rubric) {
    Target plain =
        Snapshots.target("judge", Tier.HEAVY, Snapshots.endpoints("judge", true, judge.port()));
    Target idle =
        new Target(
            plain.id(),
            plain.tier(),
            plain.model(),
            plain.aliases(),
            0,
            plain.contextTokens(),
            plain.dialect(),
            plain.price(),
            false,
            plain.health(),
            plain.credential(),
            List.of(),
            plain.endpoints());
    Pairs.Judge model = new Pairs.Judge.Model(TargetId.of("judge", "judge-model"), rubric);
    sidecar.with(snapshot(pairs(1, model, PLENTY), Tier.LIGHT, idle));
  }

  @Test
  void hook_getsBothAnswers_andNoPromptUnlessItIsToHaveIt() {
    serve(hook());
    String id = ask("").headers().firstValue("x-request-id").orElseThrow();
    awaitCounted("judged", "heavy", 1);
    FakeEngine.Seen asked = judge.seen.getFirst();
    assertThat(asked.path()).isEqualTo("/pair?team=a");
    assertThat(asked.body())
        .isEqualTo(
            "{\"policy\":\"default/test\",\"request_id\":\""
                + id
                + "\",\"light\":{\"tier\":\"light\",\"model\":\"light-model\",\"text\":\"Red.\"},"
                + "\"heavy\":{\"tier\":\"heavy\",\"model\":\"heavy-model\",\"text\":\"red\"}}");
    Await.until(() -> assertThat(outcomes("pair", "false")).isOne());
    serve(hook(Duration.ofSeconds(10), true));
    ask("");
    awaitCounted("judged", "heavy", 2);
    assertThat(judge.seen.getLast().body())
        .endsWith(",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"better\":\"light\"} | judged | light",
        "{\"better\":\"same\"} | judged | same",
        "{\"light\":0.2,\"heavy\":0.9} | judged | heavy",
        "{\"light\":1,\"heavy\":1} | judged | same",
        "{\"better\":\"unknown\"} | dropped | undecided",
        "{\"better\":\"both\"} | dropped | judge_malformed",
        "{\"light\":0.2,\"heavy\":1.9} | dropped | judge_malformed",
        "{\"light\":0.2} | dropped | judge_malformed",
        "{\"light\":0,\"heavy\":1,\"better\":\"heavy\"} | dropped | judge_malformed",
        "not json | dropped | judge_malformed",
      })
  void hook_answer_isReadStrictly(String body, String result, String cause) {
    serve(hook());
    verdict = json(body);
    ask("");
    awaitCounted(result, cause, 1);
    String kept = "\"outcomes\":" + (result.equals("judged") ? 1 : 0);
    Await.until(() -> assertThat(sidecar.get("/conduit/classifier").body()).contains(kept));
  }

  @Test
  void hook_downSlowOrEndless_dropsThePair_andIsLeftAloneForAWhile() {
    serve(hook());
    verdict = (request, _) -> request.response().setStatusCode(500).end("{\"better\":\"heavy\"}");
    ask("");
    awaitCounted("dropped", "judge_error", 1);
    verdict = json(" ".repeat(100_000));
    ask("");
    awaitCounted("dropped", "judge_malformed", 1);
    serve(hook(Duration.ofMillis(30), false));
    verdict = (_, _) -> {};
    ask("");
    awaitCounted("dropped", "judge_slow", 1);
    ask("");
    awaitCounted("skipped", "judge_unready", 1);
    assertThat(judge.seen).hasSize(3);
    assertThat(heavy.seen).as("a second answer would be for nothing").hasSize(3);
    assertThat(sidecar.get("/conduit/classifier").body()).contains("\"outcomes\":0");
  }

  /** No such port can be asked: it throws, and the slot is free all the same. */
  @Test
  void step_thatThrows_endsThePair() {
    serve(
        new Pairs.Judge.Hook(URI.create("http://127.0.0.1:70000/"), Duration.ofSeconds(1), false));
    ask("");
    awaitCounted("dropped", "fault", 1);
  }

  @Test
  void model_isAskedInBothOrders_andIsCounted() {
    serveModel(Optional.empty());
    verdict =
        (request, body) ->
            says(unmarked(body.toString()).contains("<<<ANSWER A\\nRed.\\n")
                    ? " b."
                    : "{\"answer\": \"A\"}")
                .accept(request, body);
    ask("");
    awaitCounted("judged", "heavy", 1);
    assertThat(judge.seen).hasSize(2);
    assertThat(unmarked(judge.seen.getFirst().body()))
        .contains("\"model\":\"judge-model\"", "\"max_tokens\":16", "\"temperature\":0")
        .contains("<<<CONVERSATION\\n[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"hi\\\"}]\\n")
        .contains("<<<ANSWER A\\nRed.\\nANSWER A>>>", "<<<ANSWER B\\nred\\nANSWER B>>>");
    assertThat(unmarked(judge.seen.getLast().body()))
        .contains("<<<ANSWER A\\nred\\nANSWER A>>>", "<<<ANSWER B\\nRed.\\nANSWER B>>>");
    assertThat(count("conduit.pairs.tokens", "model", "judge-model", "type", "input"))
        .isEqualTo(22);
    Await.until(() -> assertThat(outcomes("pair_model", "false")).isOne());
  }

  /** Without the number that is drawn for each question. */
  private static String unmarked(String body) {
    return body.replaceAll(" [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "");
  }

  /**
   * Whoever always says A, because it comes first or because an answer told it to, says nothing.
   */
  @ParameterizedTest
  @ValueSource(strings = {"A", "B"})
  void model_thatPrefersAPlace_saysNothing(String letter) {
    serveModel(Optional.of("The shorter one is better."));
    verdict = says(letter);
    ask("");
    awaitCounted("dropped", "undecided", 1);
    assertThat(judge.seen.getFirst().body()).contains("The shorter one is better. What stands");
    verdict = says("C");
    ask("");
    awaitCounted("judged", "same", 1);
  }

  @Test
  void model_thatArguesOrFails_dropsThePair() {
    serveModel(Optional.empty());
    verdict = says("Answer A is better, because B is wrong");
    ask("");
    awaitCounted("dropped", "judge_malformed", 1);
    assertThat(judge.seen).as("not asked again").hasSize(1);
    verdict = (request, _) -> request.response().setStatusCode(429).end();
    ask("");
    awaitCounted("dropped", "judge_error", 1);
    judge.kill();
    ask("");
    awaitCounted("dropped", "judge_error", 2);
    Await.until(
        () -> {
          ask("");
          assertThat(pairs("skipped", "judge_unready")).isPositive();
        });
  }
}
