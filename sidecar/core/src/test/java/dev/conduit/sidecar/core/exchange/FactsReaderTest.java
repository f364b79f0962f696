// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.conduit.contract.Tokens;
import dev.conduit.sidecar.core.failure.Failure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsReaderTest {
  static RequestFacts read(String body, Api api) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return switch (FactsReader.read(bytes, 0, bytes.length, api)) {
      case FactsReader.Reading.Read(var facts) -> facts;
      case FactsReader.Reading.Rejected(var failure) -> throw new AssertionError(failure);
    };
  }

  static Failure.BadRequest rejected(byte[] bytes, Api api) {
    return switch (FactsReader.read(bytes, 0, bytes.length, api)) {
      case FactsReader.Reading.Read(var facts) -> throw new AssertionError(facts);
      case FactsReader.Reading.Rejected(var failure) -> failure;
    };
  }

  @Test
  void read_chat_findsWhatRoutingNeeds() {
    RequestFacts facts =
        read(
            """
            {"x":{"model":"inner"},"model":"a\\u0075to","stream":true,
             "stream_options":{"include_usage":true},"max_completion_tokens":77,
             "tools":[{"type":"function"}],
             "messages":[{"role":"system","content":"be brief"},
                         {"content":"first \\"q\\"","role":"user","messages":[]},
                         {"role":"assistant","content":null},
                         {"role":"tool","content":"42"},
                         {"role":"user","content":[{"type":"text","text":"second"},
                           {"type":"image_url","image_url":{"url":"data:xx"}},"third",[]]}]}
            """,
            Api.CHAT);
    assertThat(facts.model()).isEqualTo("auto");
    assertThat(facts.isStream()).isTrue();
    assertThat(facts.includesUsage()).isTrue();
    assertThat(facts.maxTokens()).isEqualTo(new Tokens(77));
    assertThat(facts.hasTools()).isTrue();
    assertThat(facts.messages()).isEqualTo(5);
    assertThat(facts.lastRole()).isEqualTo(Role.USER);
    assertThat(facts.userText().pieces()).isEqualTo(3);
    assertThat(facts.userText().piece(0)).isEqualTo("first \"q\"");
    assertThat(facts.userText().piece(1)).isEqualTo("second");
    assertThat(facts.userText().piece(2)).isEqualTo("third");
    assertThat(facts.userText().toString()).isEqualTo("UserText[3 pieces, 22 bytes]");
  }

  @Test
  void read_bareChat_hasQuietDefaults() {
    String body =
        "{\"model\":\"m\",\"messages\":[{\"content\":\"x\"},7],\"tools\":[ ],\"stream\":null,"
            + "\"stream_options\":null,\"max_tokens\":null}";
    RequestFacts facts = read(body, Api.CHAT);
    assertThat(facts.isStream()).isFalse();
    assertThat(facts.includesUsage()).isFalse();
    assertThat(facts.hasTools()).isFalse();
    assertThat(facts.maxTokens()).isEqualTo(Tokens.ZERO);
    assertThat(facts.lastRole()).isEqualTo(Role.OTHER);
    assertThat(facts.messages()).isEqualTo(1);
    assertThat(facts.userText().pieces()).isZero();
  }

  @Test
  void read_modelSpan_isWhereTheNameStands() {
    String body = "{\"messages\":[{}], \"model\" : \"m\"}";
    var span = read(body, Api.CHAT).modelSpan();
    assertThat(body.substring(span.from(), span.to())).isEqualTo("\"m\"");
    assertThat(span.length()).isEqualTo(3);
  }

  @Test
  void read_partOfAnArray_readsOnlyThat() {
    byte[] bytes = "xx{\"model\":\"m\",\"prompt\":\"p\"}yy".getBytes(StandardCharsets.UTF_8);
    assertThat(FactsReader.read(bytes, 2, bytes.length - 2, Api.COMPLETIONS))
        .isInstanceOf(FactsReader.Reading.Read.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COMPLETIONS | {\"model\":\"m\",\"prompt\":\"abcd\"} | 1 | 1",
        "COMPLETIONS | {\"model\":\"m\",\"prompt\":[\"abcd\",\"efgh\"]} | 2 | 2",
        "COMPLETIONS | {\"model\":\"m\",\"prompt\":[1,2,3]} | 3 | 0",
        "COMPLETIONS | {\"model\":\"m\",\"prompt\":[[1,2],[3]]} | 3 | 0",
        "EMBEDDINGS | {\"model\":\"m\",\"input\":\"你好世界\"} | 4 | 1",
        "EMBEDDINGS | {\"model\":\"m\",\"input\":null} | 0 | 0",
        "CHAT | {\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"abcd\"}]} | 5 | 1",
        "CHAT | {\"model\":\"m\",\"functions\":[12],\"messages\":[{}]} | 8 | 0",
        "OTHER | {\"model\":\"m\"} | 0 | 0",
      })
  void read_prompt_isEstimated(Api api, String body, int tokens, int pieces) {
    RequestFacts facts = read(body, api);
    assertThat(facts.promptTokens()).isEqualTo(new Tokens(tokens));
    assertThat(facts.userText().pieces()).isEqualTo(pieces);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHAT | {\"messages\":[{}]} | model",
        "CHAT | {\"model\":null,\"messages\":[{}]} | model",
        "CHAT | {\"model\":\"m\"} | messages",
        "CHAT | {\"model\":\"m\",\"messages\":\"x\"} | messages",
        "CHAT | {\"model\":\"m\",\"messages\":[ ]} | messages",
        "CHAT | {\"model\":\"m\",\"mod\\u0065l\":\"n\",\"messages\":[{}]} | model",
        "CHAT | {\"model\":\"m\",\"messages\":[{}],\"messages\":[{}]} | messages",
        "COMPLETIONS | {\"model\":\"m\"} | prompt",
        "EMBEDDINGS | {\"model\":\"m\"} | input",
        "OTHER | {} | model",
      })
  void read_fieldAtFault_isNamed(Api api, String body, String field) {
    Failure.BadRequest failure = rejected(body.getBytes(StandardCharsets.UTF_8), api);
    assertThat(failure.field()).isEqualTo(field);
    assertThat(failure.message()).contains(field);
  }

  @ParameterizedTest
  @CsvSource({"5000, nested deeper than 256 levels", "20, not valid JSON at byte"})
  void read_brokenOrTooDeep_saysWhich(int depth, String expected) {
    String inner = "{\"a\":\"}{[\",\"b\":".repeat(depth);
    String body =
        "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"x\":"
            + inner
            + "?";
    Failure.BadRequest failure = rejected(body.getBytes(StandardCharsets.UTF_8), Api.CHAT);
    assertThat(failure.message()).contains(expected);
    assertThat(failure.code()).isEqualTo("invalid_json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | empty",
        "[] | at byte 0",
        "{\"model\" | too early, after 8",
        "{\"model\":\"m\"} x | at byte 14",
        "{\"a\":1,\"b\" 2} | at byte 11",
        "{\"a\":1]} | at byte 6",
      })
  void read_notJson_saysWhere(String body, String words) {
    Failure.BadRequest failure = rejected(body.getBytes(StandardCharsets.UTF_8), Api.CHAT);
    assertThat(failure.code()).isEqualTo("invalid_json");
    assertThat(failure.message()).contains(words);
  }

  @Test
  void read_invalidUtf8_saysWhere() {
    Failure.BadRequest failure =
        rejected("{\"model\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1), Api.CHAT);
    assertThat(failure.code()).isEqualTo("invalid_utf8");
    assertThat(failure.message()).contains("at byte 10");
  }

  @Test
  void read_manyTokensOrDigits_doesNotOverflow() {
    String digits = "9".repeat(40);
    RequestFacts facts =
        read("{\"model\":\"m\",\"max_tokens\":" + digits + ",\"prompt\":\"\"}", Api.COMPLETIONS);
    assertThat(facts.maxTokens()).isEqualTo(Tokens.ZERO);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions,CHAT,chat",
    "/v1/completions,COMPLETIONS,text_completion",
    "/v1/embeddings,EMBEDDINGS,embeddings",
    "/v1/rerank,OTHER,other"
  })
  void api_path_isKnown(String path, Api api, String operation) {
    assertThat(Api.of(path)).isEqualTo(api);
    assertThat(path).startsWith(api.path());
    assertThat(api.operation()).isEqualTo(operation);
  }

  @ParameterizedTest
  @CsvSource({"developer,SYSTEM", "function,TOOL", "assistant,ASSISTANT", "critic,OTHER"})
  void role_wireName_isKnown(String wire, Role role) {
    assertThat(Role.of(wire)).isEqualTo(role);
  }
}
