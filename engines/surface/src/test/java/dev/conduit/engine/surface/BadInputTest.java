// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BadInputTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final int LIMIT = 4096;

  private static RunningSurface surface;

  @BeforeAll
  static void start() {
    surface = new RunningSurface(Interceptor.NONE, LIMIT);
  }

  @AfterAll
  static void stop() {
    surface.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"temperature\":-1 | temperature | non-negative, got -1.0",
        "\"top_p\":0 | top_p | must be in (0, 1], got 0.0",
        "\"n\":0 | n | must be at least 1, got 0",
        "\"n\":1000 | n | at most 64",
        "\"max_tokens\":0 | max_tokens | must be at least 1, got 0",
        "\"max_tokens\":1023 | input_tokens | maximum context length is 1024",
        "\"presence_penalty\":3 | presence_penalty | [-2, 2]",
        "\"repetition_penalty\":0 | repetition_penalty | greater than zero",
        "\"logit_bias\":{\"a\":1} | logit_bias | token ids",
        "\"logit_bias\":{\"1\":101} | logit_bias | [-100, 100]",
        "\"stop\":[\"\"] | stop | empty string",
        "\"stop\":7 | body.stop | valid string",
        "\"stream\":\"yes\" | body.stream | valid boolean",
        "\"seed\":1.5 | body.seed | fractional part",
        "\"stream_options\":{} | stream_options | stream=True",
        "\"logprobs\":true,\"top_logprobs\":21 | top_logprobs | got 21",
        "\"response_format\":{\"type\":\"xml\"} | body.response_format.type | json_schema",
        "\"response_format\":{} | body.response_format.type | Field required",
      })
  void field_outOfRange_isNamedWithItsValue(String field, String param, String message) {
    HttpResponse<String> answer = surface.post(CHAT, SurfaceTest.chat("two words", field.strip()));
    assertThat(answer.statusCode()).isEqualTo(400);
    var error = RunningSurface.json(answer.body()).path("error");
    assertThat(error.path("param").asText()).isEqualTo(param);
    assertThat(error.path("message").asText()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"messages\":[]} | messages",
        "{\"messages\":[7]} | messages.0",
        "{\"messages\":[{\"role\":\"king\",\"content\":\"a\"}]} | messages.0.role",
        "{\"messages\":[{\"role\":\"user\"}]} | messages.0.content",
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]} | messages.0.content",
        "{\"messages\":\"hi\"} | body.messages",
      })
  void messages_malformed_areNamed(String body, String param) {
    HttpResponse<String> answer = surface.post(CHAT, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(RunningSurface.json(answer.body()).at("/error/param").asText()).isEqualTo(param);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | body.1 | Expecting property name enclosed in double quotes",
        "{\"a\" 1} | body.5 | Expecting ':' delimiter",
        "{\"a\":1 \"b\":2} | body.7 | Expecting ',' delimiter",
        "{\"a\":} | body.5 | Expecting value",
        "{\"a\":\"b | body.5 | Unterminated string starting at",
        "{} {} | body.3 | Extra data",
        "{\"a\":[1,]} | body.8 | Expecting value",
      })
  void json_broken_saysWhere(String body, String param, String message) {
    HttpResponse<String> answer = surface.post(CHAT, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    var error = RunningSurface.json(answer.body()).path("error");
    assertThat(error.path("param").asText()).isEqualTo(param);
    assertThat(error.path("message").asText().replace("\\'", "'")).contains(message);
  }

  @Test
  void body_notAnObject_isRefused() {
    assertThat(surface.post(CHAT, "[1]").body()).contains("model_attributes_type");
    assertThat(surface.post(CHAT, "").statusCode()).isEqualTo(400);
  }

  @Test
  void body_tooLarge_is413AndNamesTheLimit() {
    HttpResponse<String> answer = surface.post(CHAT, " ".repeat(LIMIT + 1));
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("limit of " + LIMIT + " bytes");
  }

  @Test
  void body_invalidUtf8_is400() {
    byte[] body = "{\"messages\":\"?\"}".getBytes(StandardCharsets.US_ASCII);
    body[13] = (byte) 0xff;
    HttpResponse<String> answer = surface.postBytes(CHAT, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("not valid UTF-8");
  }

  @Test
  void prompt_tokenIdOutOfRange_is400() {
    HttpResponse<String> answer = surface.post("/v1/completions", "{\"prompt\":[5000]}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("out of range");
  }
}
