// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Classifier;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.Tier;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody gives feedback, and a better model comes all the same. */
class PairLearningTest extends PairStage {
  private static final List<String> TOPICS =
      List.of("apples", "kidneys", "verbs", "rivers", "taxes", "planets", "chords", "laws");

  @TempDir Path folder;

  @Test
  void pairs_poemsAreHardHere_newRevisionComesByItself() {
    sidecar.learningIn(folder).with(scored());
    lightAnswer =
        (request, body) ->
            says(body.toString().contains("poem") ? "No idea" : "Red").accept(request, body);
    heavyAnswer =
        (request, body) ->
            says(body.toString().contains("poem") ? "Roses" : "Red").accept(request, body);
    String shipped = revision();
    for (int i = 0; i < 900 && (i % 60 != 0 || !knowsPoems()); i++) {
      String topic = TOPICS.get(i % TOPICS.size()) + " " + i;
      ask(i % 3 == 0, topic);
    }
    Await.until(() -> assertThat(knowsPoems()).isTrue());
    assertThat(revision()).isNotEqualTo(shipped);
    assertThat(sidecar.get("/conduit/classifier").body())
        .contains("outcomes that neither had seen");
  }

  private boolean knowsPoems() {
    String poem = ask(true, "rivers 7");
    return poem.startsWith("complexity:") && score(poem) > score(ask(false, "laws 7"));
  }

  private static double score(String reason) {
    return Double.parseDouble(reason.substring(reason.indexOf(':') + 1));
  }

  private String ask(boolean isPoem, String topic) {
    String prompt = (isPoem ? "Write a poem about " : "Name the colour of ") + topic;
    String body = CascadeStage.body("").replace("\"hi\"", "\"" + prompt + "\"");
    return CascadeStage.header(sidecar.post(RunningSidecar.CHAT, body), "reason");
  }

  private String revision() {
    return sidecar
        .get("/conduit/classifier")
        .body()
        .replaceAll(".*?\"revision\":\"([^\"]*)\".*", "$1");
  }

  private RoutingSnapshot scored() {
    RoutingSnapshot plain = snapshot(pairs(1, EXACT, PLENTY), Tier.LIGHT);
    return new RoutingSnapshot(
        plain.format(),
        plain.policy(),
        plain.revision(),
        plain.tiers(),
        plain.targets(),
        plain.rules(),
        new Classifier(
                Tier.LIGHT,
                List.of(),
                Optional.empty(),
                List.of(new Classifier.ScoreThreshold(0.5, Tier.HEAVY)),
                Optional.empty(),
                Optional.of(true),
                Optional.empty())
            .pairs(pairs(1, EXACT, PLENTY)),
        plain.balance(),
        plain.resilience());
  }
}
