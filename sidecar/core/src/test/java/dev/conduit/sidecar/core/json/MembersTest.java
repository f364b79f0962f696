// SPDX-License-Identifier: Apache-2.0
package dev.conduit.sidecar.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MembersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}|",
        "{ \"a\" : 1 , \"b\":{\"a\":[2,{}]},\"a\":\"}\" }|a=1 b={\"a\":[2,{}]} a=\"}\"",
        "{\"\\u0061\\\"\":null}|a\"=null",
        "[1]|",
        "\"{}\"|",
      })
  void of_object_givesEachMember(String json, String expected) {
    byte[] b = json.getBytes(StandardCharsets.UTF_8);
    String found =
        String.join(
            " ",
            Members.of(b, new Span(0, b.length)).stream()
                .map(one -> one.name() + "=" + text(b, one.value()))
                .toList());
    assertThat(found).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {"[]|", "[ 1 , [2,3],{\"a\":\"]\"} ]|1 [2,3] {\"a\":\"]\"}", "{\"a\":1}|"})
  void elements_array_givesEachOne(String json, String expected) {
    byte[] b = json.getBytes(StandardCharsets.UTF_8);
    List<String> found =
        Members.elements(b, new Span(0, b.length)).stream().map(one -> text(b, one)).toList();
    assertThat(String.join(" ", found)).isEqualTo(expected == null ? "" : expected);
  }

  private static String text(byte[] b, Span span) {
    return new String(b, span.from(), span.length(), StandardCharsets.UTF_8);
  }
}
