// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault on a real socket. */
class FaultsTest {
  private static RunningSimulator simulator;

  @BeforeAll
  static void start() throws Exception {
    simulator = RunningSimulator.ready();
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @AfterEach
  void endFaults() throws Exception {
    assertThat(simulator.admin("DELETE", "").statusCode()).isEqualTo(200);
  }

  private static int chatStatus() throws Exception {
    return simulator
        .post("/v1/chat/completions", RunningSimulator.body("Hi", "\"max_tokens\":1"))
        .statusCode();
  }

  private static InputStream stream() throws IOException, InterruptedException {
    return simulator
        .client()
        .send(
            simulator
                .request("/v1/chat/completions")
                .POST(
                    BodyPublishers.ofString(
                        RunningSimulator.body(
                            "Hi", "\"stream\":true,\"max_tokens\":40,\"ignore_eos\":true")))
                .build(),
            BodyHandlers.ofInputStream())
        .body();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int chunks(String events) {
    return events.split("\"delta\":\\{\"content\"", -1).length - 1;
  }

  @Test
  void errors_hitRequestsButNotHealth() throws Exception {
    simulator.setFaults("{\"errors\":{\"status\":503}}");
    assertThat(chatStatus()).isEqualTo(503);
    assertThat(simulator.get("/v1/models").statusCode()).isEqualTo(503);
    assertThat(simulator.get("/health").statusCode()).isEqualTo(200);
    HttpResponse<String> response =
        simulator.post("/v1/chat/completions", RunningSimulator.body("Hi", ""));
    assertThat(response.headers().firstValue("x-conduit-simulated")).contains("true");
    assertThat(RunningSimulator.JSON.readTree(response.body()).at("/error/code").asInt())
        .isEqualTo(503);
  }

  @Test
  void errors_atARate_hitTheSameRequestsUnderTheSameSeed() throws Exception {
    List<List<Integer>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      simulator.setFaults("{\"errors\":{\"rate\":0.4},\"seed\":11}");
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        statuses.add(simulator.get("/v1/models").statusCode());
      }
      runs.add(statuses);
    }
    assertThat(runs.get(0)).isEqualTo(runs.get(1)).contains(200, 500);
  }

  @Test
  void neverReady_saysLoadingAndRefusesWork() throws Exception {
    simulator.setFaults("{\"neverReady\":true}");
    assertThat(simulator.get("/health").statusCode()).isEqualTo(503);
    assertThat(chatStatus()).isEqualTo(503);
    simulator.admin("DELETE", "");
    assertThat(simulator.get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void blackHole_answersNothing_alsoNotHealth() throws Exception {
    simulator.setFaults("{\"blackHole\":{}}");
    for (String path : List.of("/health", "/v1/models")) {
      assertThatThrownBy(
              () ->
                  simulator
                      .client()
                      .send(
                          simulator.request(path).timeout(Duration.ofMillis(500)).build(),
                          BodyHandlers.ofString()))
          .isInstanceOf(HttpTimeoutException.class);
    }
  }

  @Test
  void stall_stopsAfterSoManyTokensAndKeepsTheConnection() throws Exception {
    simulator.setFaults("{\"stall\":{\"afterTokens\":5}}");
    try (InputStream stream = stream()) {
      StringBuilder seen = new StringBuilder();
      while (chunks(seen.toString()) < 5) {
        seen.append(text(stream.readNBytes(1)));
      }
      Thread reader = Thread.ofVirtual().start(() -> drain(stream, seen));
      assertThat(reader.join(Duration.ofMillis(700))).as("the stream goes on").isFalse();
      assertThat(chunks(seen.toString())).isEqualTo(5);
      assertThat(seen.toString()).doesNotContain("[DONE]");
    }
  }

  private static void drain(InputStream stream, StringBuilder seen) {
    try {
      for (int next = stream.read(); next >= 0; next = stream.read()) {
        seen.append((char) next);
      }
    } catch (IOException e) {
      seen.append(" reset");
    }
  }

  @Test
  void reset_endsTheConnectionAfterSoManyTokens() throws Exception {
    simulator.setFaults("{\"reset\":{\"afterTokens\":3}}");
    StringBuilder seen = new StringBuilder();
    try (InputStream stream = stream()) {
      drain(stream, seen);
    }
    assertThat(seen.toString()).endsWith(" reset").doesNotContain("[DONE]");
    assertThat(chunks(seen.toString())).isLessThanOrEqualTo(3);
  }

  @Test
  void reset_beforeTheFirstToken_givesNoStatus() throws Exception {
    simulator.setFaults("{\"reset\":{\"afterTokens\":0}}");
    assertThatThrownBy(FaultsTest::chatStatus).isInstanceOf(IOException.class);
  }

  @Test
  void slowChunks_comeSoFarApart() throws Exception {
    simulator.setFaults("{\"slowChunks\":{\"delayMillis\":50}}");
    long start = System.nanoTime();
    assertThat(simulator.chat("Hi", "\"max_tokens\":8").at("/usage/completion_tokens").asInt())
        .isEqualTo(8);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(390));
  }

  @Test
  void slowLoad_makesALoadUnderWayLonger() throws Exception {
    try (RunningSimulator slow =
        RunningSimulator.loading(
            "--sim-load-time", "200ms", "--sim-faults", "{\"slowLoad\":{\"factor\":100}}")) {
      HttpResponse<String> health = slow.get("/health");
      assertThat(health.statusCode()).isEqualTo(503);
      long start = System.nanoTime();
      while (Duration.ofNanos(System.nanoTime() - start).toMillis() < 600) {
        assertThat(slow.get("/health").statusCode()).isEqualTo(503);
      }
      slow.admin("DELETE", "");
      slow.awaitReady();
    }
  }

  @Test
  void admin_setGetClear() throws Exception {
    String set = "{\"neverReady\":false,\"stall\":{\"afterTokens\":2,\"rate\":0.5},\"seed\":3}";
    assertThat(simulator.setFaults(set).statusCode()).isEqualTo(200);
    assertThat(RunningSimulator.JSON.readTree(simulator.admin("GET", "").body()))
        .isEqualTo(RunningSimulator.JSON.readTree(set));
    assertThat(simulator.admin("DELETE", "").body()).isEqualTo("{\"neverReady\":false,\"seed\":0}");
    assertThat(simulator.admin("PATCH", "").statusCode()).isEqualTo(405);
    assertThat(simulator.get("/sim/faults").statusCode()).as("on the engine's port").isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"stal\":{}}|unknown field stal; known are blackHole, errors,",
        "{\"stall\":{\"afterTokens\":-1}}|stall.afterTokens must be 0 or more, was -1",
        "{\"stall\":{}}|stall",
        "{\"stall\":{\"afterTokens\":\"many\"}}|stall.afterTokens",
        "{\"stall\":{\"afterTokens\":1.5}}|stall.afterTokens",
        "{\"errors\":{\"rate\":1.5}}|errors.rate must be above 0 and at most 1, was 1.5",
        "{\"errors\":{\"status\":200}}|errors.status must be 400 to 599, was 200",
        "{\"slowLoad\":{\"factor\":0.5}}|slowLoad.factor must be 1 to 1000000, was 0.5",
        "{\"slowChunks\":{\"delayMillis\":0}}|slowChunks.delayMillis must be 1 to 3600000, was 0",
        "{\"neverReady\":true|not JSON",
        "[]|Faults",
        "null|faults must be an object, was null"
      })
  void admin_badFaults_areRefusedByName(String json, String message) throws Exception {
    HttpResponse<String> response = simulator.setFaults(json);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(RunningSimulator.JSON.readTree(response.body()).get("error").asText())
        .contains(message);
    assertThat(simulator.admin("GET", "").body()).isEqualTo("{\"neverReady\":false,\"seed\":0}");
  }
}
