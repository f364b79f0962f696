// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExplainTest {
  private static final String EXPLAIN = "/conduit/explain";

  private final Vertx vertx = Vertx.vertx();
  private final FakeEngine engine = FakeEngine.good(vertx);
  private final RunningSidecar sidecar = new RunningSidecar(vertx);

  @AfterEach
  void stop() {
    sidecar.close();
    engine.close();
    Await.done(vertx.close());
  }

  @Test
  void explain_asksNobodyAndQuotesNothing() {
    sidecar.with(Snapshots.light(engine.port()).heavy(engine.port()).build());
    HttpResponse<String> answer =
        sidecar.post(
            EXPLAIN,
            "{\"model\":\"heavy\",\"messages\":[{\"role\":\"user\",\"content\":\"mail zanzibar@example.org\"}]}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"target\": \"heavy/heavy-model\"")
        .contains("\"data\": {\"email\": 1}")
        .doesNotContain("zanzibar");
    assertThat(engine.seen).isEmpty();
  }

  @Test
  void explain_plainText_isATable() {
    sidecar.with(Snapshots.light(engine.port()).build());
    HttpRequest request =
        sidecar
            .to(EXPLAIN)
            .header("accept", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString(RunningSidecar.body("auto", false)))
            .build();
    assertThat(sidecar.send(request).body())
        .startsWith("goes to   light/light-model, tier light\n");
  }

  @Test
  void explain_wrongBodyOrMethod_saysSo() {
    assertThat(sidecar.post(EXPLAIN, "{}").statusCode()).isEqualTo(503);
    sidecar.with(Snapshots.light(engine.port()).build());
    assertThat(sidecar.post(EXPLAIN, "{}").body()).contains("you must provide a model parameter");
    assertThat(sidecar.get(EXPLAIN).statusCode()).isEqualTo(405);
  }
}
