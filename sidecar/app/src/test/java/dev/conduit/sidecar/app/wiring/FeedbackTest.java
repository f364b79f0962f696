// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Classifier;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Tier;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedbackTest {
  private static final List<String> TOPICS =
      List.of("apples", "kidneys", "verbs", "rivers", "taxes", "planets", "chords", "laws");

  private final Vertx vertx = Vertx.vertx();
  @TempDir Path folder;
  private FakeEngine engine;
  private RunningSidecar sidecar;

  @BeforeEach
  void start() {
    engine = FakeEngine.good(vertx);
    sidecar = new RunningSidecar(vertx).learningIn(folder).with(snapshot(true, Optional.empty()));
  }

  @AfterEach
  void stop() throws Exception {
    sidecar.plane.lessons().stop();
    sidecar.close();
    Await.done(vertx.close());
  }

  @Test
  void feedback_ofAnAnswer_isCounted() {
    String id = ask("Name the colour of apples");
    assertThat(feedback("{\"request_id\":\"" + id + "\",\"score\":0}").statusCode()).isEqualTo(202);
    Await.until(() -> assertThat(outcomes("feedback", "false")).isEqualTo(1));
    feedback("{\"request_id\":\"" + id + "\",\"better\":\"light\"}");
    Await.until(() -> assertThat(outcomes("feedback", "true")).isEqualTo(1));
    assertThat(sidecar.get("/conduit/classifier").body()).contains("\"outcomes\":1");
  }

  @Test
  void feedback_saidTwice_isOneOutcome() {
    String id = ask("Name the colour of apples");
    feedback("{\"request_id\":\"" + id + "\",\"score\":1}");
    feedback("{\"request_id\":\"" + id + "\",\"score\":1}");
    String other = ask("Name the colour of apples");
    feedback("{\"request_id\":\"" + other + "\",\"score\":0}");
    // The outcomes are noted in order by one thread, so the second would be there by now.
    Await.until(() -> assertThat(outcomes("feedback", "false")).isEqualTo(1));
    assertThat(outcomes("feedback", "true")).isEqualTo(1);
    assertThat(sidecar.get("/conduit/classifier").body()).contains("\"outcomes\":2");
  }

  @Test
  void answer_sameTurnAskedAgain_countsAgainstTheFirst() {
    String opening =
        "{\"role\":\"user\",\"content\":\"Hello\"},{\"role\":\"assistant\",\"content\":\"Hi\"},";
    String turn = body("Name the colour of apples").replace("[", "[" + opening);
    sidecar.post(RunningSidecar.CHAT, turn);
    sidecar.post(RunningSidecar.CHAT, turn);
    Await.until(() -> assertThat(outcomes("regenerated", "false")).isEqualTo(1));
    sidecar.post(RunningSidecar.CHAT, turn.replace("apples", "rivers"));
    assertThat(outcomes("regenerated", "false")).isEqualTo(1);
  }

  @Test
  void answer_samePromptOfNoKnownConversation_saysNothing() {
    ask("Name the colour of apples");
    ask("Name the colour of apples");
    String id = ask("Name the colour of verbs");
    feedback("{\"request_id\":\"" + id + "\",\"score\":1}");
    // The outcomes are noted in order by one thread, so theirs would be there by now.
    Await.until(() -> assertThat(outcomes("feedback", "true")).isEqualTo(1));
    assertThat(outcomes("regenerated", "false")).isZero();
  }

  @Test
  void feedback_unknownRequest_is404() {
    HttpResponse<String> answer = feedback("{\"request_id\":\"req-1\",\"score\":1}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .contains("no request \\\"req-1\\\" is remembered", "\"param\":\"request_id\"");
  }

  @Test
  void feedback_malformed_namesTheField() {
    assertThat(feedback("{").body()).contains("not valid JSON");
    assertThat(feedback("{}").body()).contains("\"param\":\"request_id\"");
    assertThat(feedback("{\"request_id\":\"a\"}").body()).contains("\"param\":\"score\"");
    assertThat(feedback("{\"request_id\":\"a\",\"score\":2}").body())
        .contains("2 is not a number in 0..1");
    HttpResponse<String> answer = feedback("{\"request_id\":\"a\",\"better\":\"huge\"}");
    assertThat(answer.body()).contains("is not one of the tiers [light, heavy]");
    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void feedback_policyDoesNotLearn_saysHow() {
    sidecar.with(snapshot(false, Optional.empty()));
    assertThat(feedback("{\"request_id\":\"a\",\"score\":1}").body())
        .contains("set spec.classifier.learned to true");
  }

  /** The port is open for a moment longer than the school is. */
  @Test
  void feedback_whenTheProcessEnds_isAnswered() throws Exception {
    String id = ask("Name the colour of apples");
    sidecar.plane.lessons().stop();
    HttpResponse<String> answer = feedback("{\"request_id\":\"" + id + "\",\"score\":0}");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("retry-after")).contains("1");
    assertThat(sidecar.get("/conduit/classifier").statusCode()).isEqualTo(200);
  }

  @Test
  void feedback_poemsAreHardHere_newRevisionComesByItself_andCanBeTakenBack() {
    String shipped = revision();
    // How much it takes depends on which outcomes a lesson happens to find there.
    for (int i = 0; i < 600 && (i % 60 != 0 || !knowsPoems()); i++) {
      boolean isPoem = i % 3 == 0;
      String topic = TOPICS.get(i % TOPICS.size()) + " " + i;
      String id = ask(isPoem ? "Write a poem about " + topic : "Name the colour of " + topic);
      feedback(
          "{\"request_id\":\"%s\",\"better\":\"%s\"}".formatted(id, isPoem ? "heavy" : "light"));
    }
    Await.until(() -> assertThat(knowsPoems()).isTrue());
    assertThat(revision()).isNotEqualTo(shipped);
    assertThat(sidecar.get("/conduit/classifier").body())
        .contains("outcomes that neither had seen", shipped);
    sidecar.with(snapshot(true, Optional.of(shipped)));
    assertThat(revision()).isEqualTo(shipped);
    sidecar.with(snapshot(true, Optional.empty()));
    assertThat(revision()).isNotEqualTo(shipped);
  }

  private boolean knowsPoems() {
    String poem = reason("Write a poem about rivers 7");
    return poem.startsWith("complexity:")
        && score(poem) > score(reason("Name the colour of laws 7"));
  }

  private String ask(String prompt) {
    HttpResponse<String> answer = sidecar.post(RunningSidecar.CHAT, body(prompt));
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.headers().firstValue("x-request-id").orElseThrow();
  }

  private String reason(String prompt) {
    return sidecar
        .post(RunningSidecar.CHAT, body(prompt))
        .headers()
        .firstValue("x-conduit-reason")
        .orElseThrow();
  }

  private static double score(String reason) {
    return Double.parseDouble(reason.substring(reason.indexOf(':') + 1));
  }

  private static String body(String prompt) {
    return "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(prompt);
  }

  private HttpResponse<String> feedback(String body) {
    return sidecar.post("/v1/feedback", body);
  }

  private String revision() {
    return sidecar
        .get("/conduit/classifier")
        .body()
        .replaceAll(".*?\"revision\":\"([^\"]*)\".*", "$1");
  }

  private double outcomes(String source, String agrees) {
    var counter =
        sidecar
            .registry
            .find("conduit.learning.outcomes")
            .tags("source", source, "agrees", agrees)
            .counter();
    return counter == null ? 0 : counter.count();
  }

  private RoutingSnapshot snapshot(boolean isLearned, Optional<String> pinned) {
    RoutingSnapshot plain = Snapshots.light(engine.port()).heavy(engine.port()).build();
    Classifier classifier =
        new Classifier(
            Tier.LIGHT,
            List.of(),
            Optional.empty(),
            List.of(new Classifier.ScoreThreshold(0.5, Tier.HEAVY)),
            Optional.empty(),
            Optional.of(isLearned),
            pinned);
    return new RoutingSnapshot(
        plain.format(),
        plain.policy(),
        plain.revision(),
        plain.issuedAt(),
        plain.tiers(),
        plain.targets(),
        plain.rules(),
        classifier,
        plain.balance(),
        plain.resilience(),
        plain.dataClasses(),
        plain.stickiness());
  }
}
