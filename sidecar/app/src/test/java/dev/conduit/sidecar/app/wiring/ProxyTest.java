// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest {
  private final Vertx vertx = Vertx.vertx();
  private final FakeEngine one = FakeEngine.good(vertx);
  private final FakeEngine two = FakeEngine.good(vertx);
  private final RunningSidecar sidecar = new RunningSidecar(vertx);

  @AfterEach
  void close() {
    Await.done(vertx.close());
  }

  @Test
  void chat_twoEngines_takesTurns() {
    sidecar.with(Snapshots.light(one.port(), two.port()).build());
    for (int i = 0; i < 10; i++) {
      assertThat(sidecar.chat("auto").statusCode()).isEqualTo(200);
    }
    assertThat(one.seen).hasSize(5);
    assertThat(two.seen).hasSize(5);
  }

  @Test
  void chat_answered_saysHow() {
    sidecar.with(Snapshots.light(one.port()).build());
    HttpResponse<String> answer = sidecar.chat("auto");
    assertThat(answer.body()).isEqualTo(FakeEngine.ANSWER);
    assertThat(header(answer, "x-conduit-tier")).isEqualTo("light");
    assertThat(header(answer, "x-conduit-model")).isEqualTo("light-model");
    assertThat(header(answer, "x-conduit-endpoint")).isEqualTo("light-" + one.port());
    assertThat(header(answer, "x-conduit-reason")).isEqualTo("length:default");
    assertThat(header(answer, "x-conduit-attempts")).isEqualTo("1");
    assertThat(header(answer, "x-conduit-policy-revision")).isEqualTo("r1");
    assertThat(Long.parseLong(header(answer, "x-conduit-overhead-us"))).isPositive();
    assertThat(header(answer, "x-request-id")).startsWith("req-");
  }

  @Test
  void chat_unknownFieldsAndOddSpacing_onlyTheModelChanges() {
    sidecar.with(Snapshots.light(one.port()).build());
    String body =
        "{ \"new_thing\" : {\"a\":[1e3,\"\\u00e9ü\"]},\n \"model\" :  \"auto\" ,"
            + "\"messages\":[{\"content\":\"tschüß 你好 😀\",\"role\":\"user\",\"x\":null}]}";
    assertThat(sidecar.post(RunningSidecar.CHAT, body).statusCode()).isEqualTo(200);
    assertThat(one.seen.getFirst().body()).isEqualTo(body.replace("\"auto\"", "\"light-model\""));
  }

  @Test
  void chat_largeBody_onlyTheModelChanges() {
    sidecar.with(Snapshots.light(one.port()).build());
    String body = RunningSidecar.body("auto", false).replace("hi", "long ".repeat(100_000));
    assertThat(sidecar.post(RunningSidecar.CHAT, body).statusCode()).isEqualTo(200);
    assertThat(one.seen.getFirst().body()).isEqualTo(body.replace("\"auto\"", "\"light-model\""));
  }

  @Test
  void chat_secretsAndHopByHopHeaders_stayHere() {
    sidecar.with(Snapshots.light(one.port()).build());
    HttpRequest request =
        sidecar
            .to(RunningSidecar.CHAT)
            .header("authorization", "Bearer app-secret")
            .header("cookie", "session=1")
            .header("x-api-key", "k")
            .header("te", "trailers")
            .header("x-conduit-tier", "light")
            .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .header("x-request-id", "mine")
            .header("x-custom", "kept")
            .POST(HttpRequest.BodyPublishers.ofString(RunningSidecar.body("auto", false)))
            .build();
    HttpResponse<String> answer = sidecar.send(request);
    assertThat(header(answer, "x-request-id")).isEqualTo("mine");
    assertThat(header(answer, "x-conduit-reason")).isEqualTo("header:x-conduit-tier");
    assertThat(one.seen.getFirst().headers())
        .containsEntry("x-custom", "kept")
        .containsEntry("x-request-id", "mine")
        .containsEntry("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        .doesNotContainKeys("authorization", "cookie", "x-api-key", "te", "x-conduit-tier");
  }

  @Test
  void otherPath_withModel_isForwarded() {
    sidecar.with(Snapshots.light(one.port()).build());
    String body = "{\"model\":\"light-model\",\"query\":\"q\"}";
    assertThat(sidecar.post("/v1/rerank?top=1", body).statusCode()).isEqualTo(200);
    assertThat(one.seen.getFirst())
        .extracting("path", "body")
        .containsExactly("/v1/rerank?top=1", body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"messages\":[{}]} | 400 | model | invalid_value",
        "{\"model\":\"auto\"} | 400 | messages | invalid_value",
        "{\"model\":\"auto\",\"messages\":[]} | 400 | messages | invalid_value",
        "{\"model\":7,\"messages\":[{}]} | 400 | model | invalid_value",
        "{\"model\":\"auto\",\"model\":\"b\",\"messages\":[{}]} | 400 | model | invalid_value",
        "{\"model\":\"auto\",\"messages\":[{}] | 400 | null | invalid_json",
        "{\"model\":\"gpt-x\",\"messages\":[{}]} | 404 | model | model_not_found",
      })
  void chat_badBody_answersInOpenAiShape(String body, int status, String param, String code) {
    sidecar.with(Snapshots.light(one.port()).build());
    HttpResponse<String> answer = sidecar.post(RunningSidecar.CHAT, body);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body())
        .contains("\"type\":\"invalid_request_error\"")
        .contains("\"param\":" + (param.equals("null") ? param : "\"" + param + "\""))
        .contains("\"code\":\"" + code + "\"");
    assertThat(one.seen).isEmpty();
  }

  @Test
  void chat_invalidUtf8_answers400() {
    sidecar.with(Snapshots.light(one.port()).build());
    byte[] body = RunningSidecar.body("auto", false).getBytes(StandardCharsets.ISO_8859_1);
    body[body.length - 20] = (byte) 0xff;
    HttpRequest request =
        sidecar.to(RunningSidecar.CHAT).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    HttpResponse<String> answer = sidecar.send(request);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("invalid_utf8");
  }

  @Test
  void chat_beforeTheFirstSnapshot_answers503() {
    HttpResponse<String> answer = sidecar.chat("auto");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("no snapshot yet");
    assertThat(header(answer, "retry-after")).isEqualTo("1");
  }

  @Test
  void models_listed_haveAllNames() {
    sidecar.with(Snapshots.light(one.port()).heavy(two.port()).build());
    assertThat(sidecar.get("/v1/models").body())
        .contains("\"auto\"", "\"light\"", "\"heavy\"", "\"light-model\"", "\"heavy-model\"");
    assertThat(sidecar.get("/v1/models/light-model").body()).contains("\"object\":\"model\"");
    assertThat(sidecar.get("/v1/models/none").statusCode()).isEqualTo(404);
  }

  @Test
  void model_withABrokenEscape_answers404() throws Exception {
    sidecar.with(Snapshots.light(one.port()).build());
    assertThat(raw("GET /v1/models/%zz HTTP/1.1\r\nhost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 404")
        .contains("model_not_found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/../metrics", "/v1/./x", "/v1/a/..", "/v1/%2e%2E/reset", "/v1/.%2e/reset"})
  void path_thatLeadsOutOfTheApi_isNotPassedOn(String path) throws Exception {
    sidecar.with(Snapshots.light(one.port()).build());
    String request = "POST " + path + " HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n";
    assertThat(raw(request)).startsWith("HTTP/1.1 404").contains("unknown_url");
    assertThat(one.seen).isEmpty();
  }

  private String raw(String request) throws IOException {
    try (Socket socket = sidecar.socket()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return Wire.read(socket);
    }
  }

  @ParameterizedTest
  @CsvSource({"/v1/chat/completions,405", "/v1/nothing,404", "/,404", "/chat/completions,404"})
  void get_otherPaths_answersInOpenAiShape(String path, int status) {
    HttpResponse<String> answer = sidecar.get(path);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).startsWith("{\"error\":{\"message\":");
  }

  @Test
  void body_overTheLimit_answers413AndKeepsTheConnection() throws Exception {
    sidecar.with(Snapshots.light(one.port()).build());
    byte[] big = RunningSidecar.wire("x".repeat((1 << 20) + 1));
    byte[] good = RunningSidecar.wire(RunningSidecar.body("auto", false));
    try (Socket socket = sidecar.socket()) {
      socket.getOutputStream().write(big);
      assertThat(Wire.read(socket)).startsWith("HTTP/1.1 413").contains("body_too_large");
      socket.getOutputStream().write(good);
      assertThat(Wire.read(socket)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void body_chunkedOverTheLimit_answers413AndKeepsTheConnection() throws Exception {
    sidecar.with(Snapshots.light(one.port()).build());
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    try (Socket socket = sidecar.socket()) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 20; i++) {
        String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        socket.getOutputStream().write(chunk.getBytes(StandardCharsets.UTF_8));
      }
      assertThat(Wire.read(socket)).startsWith("HTTP/1.1 413");
      socket.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(RunningSidecar.wire(RunningSidecar.body("auto", false)));
      assertThat(Wire.read(socket)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void bodies_fillingTheMemory_areRefusedAndThenLetInAgain() throws Exception {
    sidecar.with(Snapshots.light(one.port()).build());
    String big = RunningSidecar.body("auto", false).replace("hi", "long".repeat(200_000));
    byte[] wire = RunningSidecar.wire(big);
    try (Socket first = sidecar.socket()) {
      first.getOutputStream().write(wire, 0, wire.length - 1);
      Await.until(
          () -> assertThat(sidecar.post(RunningSidecar.CHAT, big).body()).contains("buffers_full"));
      first.getOutputStream().write(wire, wire.length - 1, 1);
      assertThat(Wire.read(first)).startsWith("HTTP/1.1 200");
    }
    Await.until(
        () -> assertThat(sidecar.post(RunningSidecar.CHAT, big).statusCode()).isEqualTo(200));
  }

  @Test
  void requests_pipelined_areAnsweredInOrder() throws Exception {
    sidecar.with(Snapshots.light(one.port()).heavy(two.port()).build());
    List<String> models = List.of("light-model", "heavy-model", "none", "heavy-model");
    try (Socket socket = sidecar.socket()) {
      for (String model : models) {
        socket.getOutputStream().write(RunningSidecar.wire(RunningSidecar.body(model, false)));
      }
      List<String> statuses = new ArrayList<>();
      for (int i = 0; i < models.size(); i++) {
        statuses.add(Wire.read(socket).substring(9, 12));
      }
      assertThat(statuses).containsExactly("200", "200", "404", "200");
    }
  }

  @Test
  void chat_answered_isMetered() {
    sidecar.with(Snapshots.light(one.port()).build());
    sidecar.chat("auto");
    Await.until(
        () -> {
          var found = sidecar.registry.get("conduit.requests").tag("outcome", "ok");
          assertThat(found.tag("model", "light-model").counter().count()).isEqualTo(1);
        });
    assertThat(sidecar.registry.get("conduit.tokens").tag("type", "input").counter().count())
        .isEqualTo(11);
    assertThat(sidecar.registry.get("conduit.tokens").tag("type", "output").counter().count())
        .isEqualTo(7);
    assertThat(sidecar.plane.inFlight()).isZero();
  }

  static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
