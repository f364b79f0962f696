// SPDX-License-Identifier: Apache-2.0
package dev.conduit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.conduit.conformance.cases.Case;
import dev.conduit.conformance.cases.Cases;
import dev.conduit.conformance.check.Subject;
import dev.conduit.conformance.wire.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The suite against its own recordings, as they are and with one thing changed. */
class SuiteTest {
  private static final Subject TINY = new Subject("tiny", 1024, Subject.Via.DIRECT);

  @Test
  void run_recordedAnswers_passesEveryCase() throws Exception {
    try (ReplayServer server = new ReplayServer((_, answer) -> answer)) {
      List<Outcome> outcomes = new Suite(server.url(), TINY, Map.of()).run();
      assertThat(new Report(outcomes).text()).doesNotContain("FAILED");
      assertThat(outcomes).hasSize(Cases.all().size()).allMatch(Outcome.Passed.class::isInstance);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          chat|"finish_reason":"length"|"finish_reason":"done"|/choices/0/finish_reason
          chat|"refusal":null,||choices[].message.refusal: missing
          chat|"index":0|"index":"0"|choices[].index: expected whole number, was string
          chat|"object":|"extra":1,"object":|unexpected key extra
          chat|"total_tokens":36|"total_tokens":37|usage: expected prompt + completion = total
          chat-stream|data: [DONE]|data: {}|does not end with data: [DONE]
          chat-stream|"role":"assistant",||chunk order
          chat-stream|"finish_reason":"length"|"finish_reason":null|chunk order
          chat-stream-usage|"choices":[],|"choices":[{"index":0,"delta":{"content":""},"finish_reason":null}],|chunk order
          chat-stream|data: {"id"|event: x\\ndata: {"id"|not one data line
          chat-json-schema|: 8|: <quote>x<quote>|expected an object with a whole number a
          completion-batch|"index":1|"index":0|/choices/1/index
          err-too-long|max_tokens=5000|max_tokens=5001|body: expected
          err-model|Valid aliases: tiny.||body: expected
          err-json|body.16|body.1|body: expected
          is_sleeping|false|true|body: expected
          metrics-engine|# TYPE vllm:num_requests_running gauge||vllm:num_requests_running: expected gauge, was absent
          metrics-engine|# TYPE vllm:num_preemptions_total counter|# TYPE vllm:num_preemptions_total gauge|expected counter, was gauge
          metrics-engine|finished_reason=|reason=|labels [finished_reason] missing
          """)
  void run_changedBody_failsThatCaseAndSaysWhat(
      String name, String from, String to, String difference) throws Exception {
    String wanted = to == null ? "" : to.replace("\\n", "\n").replace("<quote>", "\\\"");
    Outcome outcome =
        outcome(
            name,
            answer ->
                new Answer(
                    answer.status(),
                    length(answer, from, wanted),
                    answer.body().replace(from, wanted)));
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(((Outcome.Failed) outcome).differences())
        .anySatisfy(one -> assertThat(one).contains(difference));
  }

  @ParameterizedTest
  @CsvSource({
    "chat, content-type, text/plain, header content-type: expected application/json",
    "err-method, allow, GET, header allow: expected POST",
    "chat-stream, content-length, 1374, expected chunks",
  })
  void run_changedHeader_failsThatCase(String name, String header, String value, String difference)
      throws Exception {
    Outcome outcome =
        outcome(
            name,
            answer -> {
              Map<String, String> headers = new HashMap<>(answer.headers());
              headers.put(header, value);
              if (header.equals("content-length")) {
                headers.put(header, Integer.toString(answer.body().length()));
              }
              return new Answer(answer.status(), headers, answer.body());
            });
    assertThat(outcome.toString()).contains("Failed").contains(difference);
  }

  @Test
  void run_changedStatus_failsWithTheBody() throws Exception {
    Outcome outcome = outcome("chat", answer -> new Answer(503, answer.headers(), answer.body()));
    assertThat(outcome.toString()).contains("status: expected 200, was 503 with body {");
  }

  @Test
  void run_otherModelAndContext_expectsThemInErrors() throws Exception {
    Subject other = new Subject("big", 8192, Subject.Via.DIRECT);
    try (ReplayServer server = new ReplayServer(SuiteTest::asBig)) {
      List<Outcome> outcomes = new Suite(server.url(), other, Map.of()).run();
      assertThat(outcomes)
          .filteredOn(outcome -> outcome.name().startsWith("err-"))
          .allMatch(Outcome.Passed.class::isInstance);
    }
  }

  @Test
  void run_declaredUnsupported_isReportedWithItsReason() throws Exception {
    try (ReplayServer server =
        new ReplayServer((name, answer) -> name.equals("responses") ? notFound(answer) : answer)) {
      List<Outcome> outcomes =
          new Suite(server.url(), TINY, Map.of("responses", "not offered")).run();
      assertThat(outcomes).contains(new Outcome.Unsupported("responses", "not offered"));
      assertThat(new Report(outcomes).passed()).isTrue();
      assertThat(new Report(outcomes).text()).contains("not offered").contains("1 unsupported");
    }
  }

  @Test
  void run_declaredUnsupportedYetPasses_fails() throws Exception {
    try (ReplayServer server = new ReplayServer((_, answer) -> answer)) {
      Report report = new Report(new Suite(server.url(), TINY, Map.of("chat", "old")).run());
      assertThat(report.passed()).isFalse();
      assertThat(report.text()).contains("declared unsupported (old), yet passes");
    }
  }

  @Test
  void suite_unsupportedNamesNoCase_isRefusedWithTheNames() {
    assertThatThrownBy(() -> new Suite(URI.create("http://x"), TINY, Map.of("chta", "typo")))
        .hasMessageContaining("chta")
        .hasMessageContaining("chat-stream-usage");
  }

  @Test
  void run_throughASidecar_skipsWhatItDoesNotOfferAndWantsItsHeaders() throws Exception {
    Subject through = new Subject("tiny", 1024, Subject.Via.SIDECAR);
    try (ReplayServer server = new ReplayServer((_, answer) -> answer)) {
      String text = new Report(new Suite(server.url(), through, Map.of()).run()).text();
      assertThat(text)
          .containsPattern("skipped +health")
          .containsPattern("ok +err-model")
          .containsPattern("FAILED +chat\\n +headers missing: .*x-conduit-endpoint");
    }
  }

  @Test
  void main_everyCasePasses_exitsWith0AndACount() throws Exception {
    try (ReplayServer server = new ReplayServer((_, answer) -> answer)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int code = main(out, "--base-url", server.url().toString(), "--model", "tiny");
      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains("%d passed, 0 failed, 0 unsupported, 0 skipped".formatted(Cases.all().size()));
      assertThat(code).isZero();
    }
  }

  @Test
  void main_noServer_exitsWith1AndSaysSo() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code = main(out, "--base-url", "http://127.0.0.1:1", "--model", "tiny");
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("does not answer");
    assertThat(code).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--model tiny, --base-url is missing",
    "--base-url http://x --model, --model needs a value",
    "--base-url http://x --model m --via tunnel, --via is direct or sidecar",
    "--base-url http://x --model m --unsupported chat, CASE=REASON",
    "--base-url http://x --model m --max-model-len many, a whole number",
    "--nope 1, unknown option --nope",
  })
  void main_wrongCommandLine_exitsWith2AndSaysWhy(String line, String reason) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(main(out, line.split(" "))).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains(reason).contains("usage:");
  }

  @Test
  void cases_all_haveUniqueNames() {
    assertThat(Cases.all()).extracting(Case::name).doesNotHaveDuplicates();
  }

  private static int main(ByteArrayOutputStream out, String... words) throws Exception {
    return Main.run(List.of(words), new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  private static Outcome outcome(String name, UnaryOperator<Answer> change)
      throws IOException, InterruptedException {
    try (ReplayServer server =
        new ReplayServer((one, answer) -> one.equals(name) ? change.apply(answer) : answer)) {
      return new Suite(server.url(), TINY, Map.of())
          .run().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }
  }

  private static Map<String, String> length(Answer answer, String from, String to) {
    Map<String, String> headers = new HashMap<>(answer.headers());
    headers.computeIfPresent(
        "content-length", (_, _) -> Integer.toString(answer.body().replace(from, to).length()));
    return headers;
  }

  private static Answer asBig(String name, Answer answer) {
    String body =
        answer
            .body()
            .replace("tiny", "big")
            .replace("1024", "8192")
            .replace("5000", "12168")
            .replace("body.16", "body.15");
    return new Answer(answer.status(), answer.headers(), body);
  }

  private static Answer notFound(Answer answer) {
    return new Answer(404, answer.headers(), "{\"detail\":\"Not Found\"}");
  }
}
