// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.conduit.engine.surface.spi.Constraint;
import dev.conduit.engine.surface.spi.Health;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SurfaceTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String COMPLETIONS = "/v1/completions";

  private RunningSurface surface;

  @BeforeEach
  void start() {
    surface = new RunningSurface();
  }

  @AfterEach
  void stop() {
    surface.close();
  }

  @Test
  void stopString_endsTheAnswerBeforeIt() {
    JsonNode choice = choice(surface.post(CHAT, chat("hi", "\"stop\":[\"g Inf\"]")));
    assertThat(choice.at("/message/content").asText()).isEqualTo("oic abi");
    assertThat(choice.at("/finish_reason").asText()).isEqualTo("stop");
    assertThat(choice.at("/stop_reason").asText()).isEqualTo("g Inf");
  }

  @Test
  void stopString_isKeptWhenAskedFor() {
    String rest = "\"stop\":\"g Inf\",\"include_stop_str_in_output\":true";
    assertThat(choice(surface.post(CHAT, chat("hi", rest))).at("/message/content").asText())
        .isEqualTo("oic abig Inf");
  }

  @Test
  void stopTokenId_endsTheAnswer() {
    JsonNode choice = choice(surface.post(CHAT, chat("hi", "\"stop_token_ids\":[1]")));
    assertThat(choice.at("/stop_reason").asInt()).isEqualTo(1);
    assertThat(choice.at("/finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void stream_neverShowsPartOfAStopString() {
    List<String> events = surface.events(CHAT, chat("hi", "\"stop\":\"g Inf\",\"stream\":true"));
    assertThat(contentOf(events)).isEqualTo("oic abi");
    assertThat(events.getLast()).isEqualTo("[DONE]");
  }

  @Test
  void n_givesAsManyChoicesAndCountsThePromptOnce() {
    surface.engine.script = List.of("a", "b");
    JsonNode root = json(surface.post(CHAT, chat("one two", "\"n\":3,\"seed\":7")));
    assertThat(root.at("/choices")).hasSize(3);
    assertThat(root.at("/usage/completion_tokens").asInt()).isEqualTo(9);
    assertThat(root.at("/usage/prompt_tokens").asInt()).isEqualTo(2);
    assertThat(root.at("/usage/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(2);
    assertThat(surface.engine.seen.stream().map(r -> r.sampling().seed().getAsLong()))
        .containsExactly(7L, 8L, 9L);
  }

  @Test
  void completions_takeTokenIdsAndEcho() {
    JsonNode ids =
        json(surface.post(COMPLETIONS, "{\"prompt\":[[1,2,3],[4]],\"max_tokens\":1,\"n\":2}"));
    assertThat(ids.at("/choices")).hasSize(4);
    assertThat(ids.at("/usage/prompt_tokens").asInt()).isEqualTo(4);
    JsonNode echo =
        json(surface.post(COMPLETIONS, "{\"prompt\":\"say\",\"max_tokens\":1,\"echo\":true}"));
    assertThat(echo.at("/choices/0/text").asText()).isEqualTo("sayoic");
  }

  @Test
  void logprobs_haveOpenAisShapes() {
    JsonNode chat =
        choice(
            surface.post(
                CHAT, chat("hi", "\"logprobs\":true,\"top_logprobs\":1,\"max_tokens\":1")));
    assertThat(chat.at("/logprobs/content/0/token").asText()).isEqualTo("oic");
    assertThat(chat.at("/logprobs/content/0/bytes/0").asInt()).isEqualTo('o');
    assertThat(chat.at("/logprobs/content/0/top_logprobs")).hasSize(1);
    JsonNode completion =
        choice(surface.post(COMPLETIONS, "{\"prompt\":\"a\",\"max_tokens\":2,\"logprobs\":1}"));
    assertThat(completion.at("/logprobs/tokens")).hasSize(2);
    assertThat(completion.at("/logprobs/text_offset/1").asInt()).isEqualTo(3);
  }

  @Test
  void responseFormats_becomeConstraints() {
    surface.post(CHAT, chat("hi", "\"response_format\":{\"type\":\"json_object\"}"));
    surface.post(
        CHAT,
        chat(
            "hi",
            "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":{\"type\":\"object\"}}}"));
    surface.post(CHAT, chat("hi", "\"guided_choice\":[\"a\",\"b\"]"));
    assertThat(surface.engine.seen.stream().map(r -> r.constraint().getClass().getSimpleName()))
        .containsExactly("AnyJson", "Schema", "Choice");
    assertThat(((Constraint.Choice) surface.engine.seen.getLast().constraint()).options())
        .containsExactly("a", "b");
  }

  @Test
  void failure_beforeAndInAStream() {
    HttpResponse<String> whole = surface.post(CHAT, chat("fail", ""));
    assertThat(whole.statusCode()).isEqualTo(500);
    assertThat(json(whole).at("/error/message").asText()).isEqualTo("the script says so");
    List<String> events = surface.events(CHAT, chat("fail", "\"stream\":true"));
    assertThat(events.get(events.size() - 2)).contains("the script says so");
    assertThat(events.getLast()).isEqualTo("[DONE]");
  }

  @Test
  void clientGoneMidStream_freesTheEngineAtOnce() throws IOException {
    String body = chat("forever", "\"stream\":true,\"max_tokens\":1000");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), surface.surface.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST "
                  + CHAT
                  + " HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
                  + "content-length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body)
              .getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readNBytes(400);
      assertThat(surface.engine.running).hasValue(1);
    }
    await().untilAtomic(surface.engine.running, equalToZero());
    await().until(() -> surface.surface.inFlight() == 0);
    assertThat(surface.get("/metrics").body())
        .contains(
            "vllm:request_success_total{engine=\"0\",finished_reason=\"abort\",model_name=\"tiny\"} 1.0");
  }

  @Test
  void embeddings_inFloatsAndBase64() {
    surface.engine.embeds = true;
    JsonNode floats = json(surface.post("/v1/embeddings", "{\"input\":[\"a b\",\"c\"]}"));
    assertThat(floats.at("/data/0/embedding/1").asDouble()).isEqualTo(2.0);
    assertThat(floats.at("/usage/prompt_tokens").asInt()).isEqualTo(3);
    JsonNode base64 =
        json(surface.post("/v1/embeddings", "{\"input\":\"a\",\"encoding_format\":\"base64\"}"));
    byte[] bytes = Base64.getDecoder().decode(base64.at("/data/0/embedding").asText());
    assertThat(bytes).containsExactly(0, 0, (byte) 0x80, 0x3f, 0, 0, (byte) 0x80, 0x3f);
  }

  @Test
  void whileLoading_healthSaysHowFarAndRequestsAreRefused() {
    surface.engine.health = new Health.Loading("fetching", 0.25, "25 of 100 MB");
    HttpResponse<String> health = surface.get("/health");
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(json(health).at("/progress").asDouble()).isEqualTo(0.25);
    HttpResponse<String> chat = surface.post(CHAT, chat("hi", ""));
    assertThat(chat.statusCode()).isEqualTo(503);
    assertThat(json(chat).at("/error/message").asText()).contains("not loaded yet");
  }

  @Test
  void sleep_whereTheEngineCan() {
    assertThat(surface.post("/sleep", "").statusCode()).isEqualTo(404);
    surface.engine.sleeps = true;
    assertThat(surface.post("/sleep?level=1", "").statusCode()).isEqualTo(200);
    assertThat(json(surface.get("/is_sleeping")).at("/is_sleeping").asBoolean()).isTrue();
    assertThat(surface.post(CHAT, chat("hi", "")).statusCode()).isEqualTo(503);
    assertThat(surface.get("/metrics").body()).contains("sleep_state=\"weights_offloaded\"} 1.0");
    assertThat(surface.post("/wake_up", "").statusCode()).isEqualTo(200);
    assertThat(surface.post(CHAT, chat("hi", "")).statusCode()).isEqualTo(200);
  }

  @Test
  void headers_ofTheEngineAreOnEveryAnswer() {
    assertThat(surface.get("/nowhere").headers().firstValue("x-test")).contains("yes");
    assertThat(surface.get("/health").headers().firstValue("server")).contains("conduit-test");
  }

  @Test
  void requestId_becomesTheAnswersId() {
    assertThat(json(surface.post(CHAT, chat("hi", ""))).at("/id").asText()).startsWith("chatcmpl-");
  }

  @Test
  void drain_letsAnswersEndAndRefusesNewOnes() {
    surface.engine.script = List.of("a", "b", "c");
    surface.post(CHAT, chat("hi", ""));
    RunningSurface.await(surface.surface.drain(Duration.ofSeconds(5)));
    assertThat(surface.surface.inFlight()).isZero();
  }

  private static org.hamcrest.Matcher<Integer> equalToZero() {
    return org.hamcrest.Matchers.equalTo(0);
  }

  static String chat(String content, String rest) {
    return "{\"model\":\"tiny\",\"messages\":[{\"role\":\"user\",\"content\":\""
        + content
        + "\"}]"
        + (rest.isEmpty() ? "" : "," + rest)
        + "}";
  }

  private static String contentOf(List<String> events) {
    StringBuilder content = new StringBuilder();
    events.stream()
        .filter(e -> e.startsWith("{"))
        .forEach(
            e -> content.append(RunningSurface.json(e).at("/choices/0/delta/content").asText()));
    return content.toString();
  }

  private static JsonNode choice(HttpResponse<String> answer) {
    return json(answer).at("/choices/0");
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return RunningSurface.json(answer.body());
  }
}
