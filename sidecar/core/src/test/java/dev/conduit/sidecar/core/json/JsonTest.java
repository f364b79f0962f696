// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static final JsonMapper JACKSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  static boolean isJson(byte[] b) {
    int at = Json.value(b, Json.blanks(b, 0, b.length), b.length, 0);
    return at >= 0 && Json.blanks(b, at, b.length) == b.length;
  }

  static boolean isJson(String text) {
    return isJson(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}", "[]", "{\"a\":[1,-2.5e+3,0.1E-2,true,false,null,\"\\u00e9\\n\\\"/\\/\"]}",
            " [ 1 , {} ] ",
        "\"é你😀\"", "0", "-0", "\"\""
      })
  void value_valid_passes(String json) {
    assertThat(isJson(json)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "}",
        "[1,]",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "01",
        "-",
        "1.",
        "1e",
        "+1",
        "tru",
        "nul",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\",
        "\"\n\"",
        "\"open",
        "[1 2]",
        "{} {}",
        "NaN",
        "'a'",
        "é",
        "[",
        "{\"a\":1",
        "{\"a\":1 \"b\":2}",
        "falsE",
        "\"\\u12"
      })
  void value_invalid_isRefused(String json) {
    assertThat(isJson(json)).isFalse();
  }

  @Test
  void value_nested_isBounded() {
    int max = Json.MAX_DEPTH;
    assertThat(isJson("[".repeat(max) + "]".repeat(max))).isTrue();
    assertThat(isJson("[".repeat(max + 2) + "]".repeat(max + 2))).isFalse();
    assertThat(isJson("{\"a\":".repeat(1_000_000))).isFalse();
  }

  @Test
  void utf8_anyTwoToFourBytes_agreesWithTheJdk() {
    Random random = new Random(7);
    for (int i = 0; i < 60_000; i++) {
      byte[] inner = new byte[2 + random.nextInt(3)];
      random.nextBytes(inner);
      inner[0] |= (byte) 0xc0;
      byte[] quoted = new byte[inner.length + 2];
      quoted[0] = '"';
      quoted[quoted.length - 1] = '"';
      System.arraycopy(inner, 0, quoted, 1, inner.length);
      boolean hasAscii = false;
      for (byte b : inner) {
        hasAscii |= b >= 0;
      }
      if (!hasAscii) {
        assertThat(isJson(quoted)).isEqualTo(isUtf8(inner));
      }
    }
  }

  /** Every byte at every place of a string around the groups of eight that are looked at as one. */
  @Test
  void string_anyByteAnywhere_isSeen() {
    for (int length = 1; length <= 26; length++) {
      byte[] quoted = "\"".concat("~".repeat(length)).concat("\"").getBytes(StandardCharsets.UTF_8);
      for (int at = 1; at <= length; at++) {
        for (int value = 0; value < 256; value++) {
          byte[] b = quoted.clone();
          b[at] = (byte) value;
          int end = Json.string(b, 0, b.length);
          if (value == '"') {
            assertThat(end).isEqualTo(at + 1);
          } else if (value == '\\') {
            assertThat(end).isNegative();
          } else if (value < 0x20 || value > 0x7f) {
            assertThat(end).isEqualTo(~at);
          } else {
            assertThat(end).isEqualTo(b.length);
          }
        }
      }
    }
  }

  @Test
  void value_mutated_agreesWithJackson() throws IOException {
    byte[] seed =
        "{\"model\":\"auto\",\"m\":[{\"role\":\"user\",\"c\":\"h\\u00e9i 你\"}],\"n\":-1.5e3,\"b\":[true,null]}"
            .getBytes(StandardCharsets.UTF_8);
    String alphabet = "{}[]\",:\\ 0123456789.eE+-tfnul\n\u0001";
    Random random = new Random(11);
    for (int i = 0; i < 30_000; i++) {
      byte[] mutant = seed.clone();
      for (int k = 0; k <= random.nextInt(3); k++) {
        mutant[random.nextInt(mutant.length)] =
            (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      }
      if (isUtf8(mutant)) {
        assertThat(isJson(mutant))
            .as(new String(mutant, StandardCharsets.UTF_8))
            .isEqualTo(isJackson(mutant));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "q\"b\\n\n\r\t\u0001é😀\ud800", ""})
  void quote_any_readsBackTheSame(String text) throws IOException {
    String quoted = JsonText.quote(text);
    assertThat(JACKSON.readValue(quoted, String.class)).isEqualTo(text);
    byte[] bytes = quoted.getBytes(StandardCharsets.UTF_8);
    assertThat(JsonText.decode(bytes, new Span(0, bytes.length))).isEqualTo(text);
  }

  @Test
  void decode_allEscapes_areUnderstood() {
    byte[] bytes = "\"\\b\\f\\n\\r\\t\\/\\\\\\\"\\u00e9\"".getBytes(StandardCharsets.UTF_8);
    assertThat(JsonText.decode(bytes, new Span(0, bytes.length))).isEqualTo("\b\f\n\r\t/\\\"é");
  }

  private static boolean isJackson(byte[] json) throws IOException {
    try {
      JACKSON.readTree(json);
      return !new String(json, StandardCharsets.UTF_8).isBlank();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
