// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.embedded.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SchemaGrammarTest {

  @Test
  void object_requiredInOrderThenOptional() {
    String grammar =
        grammar(
            """
            {"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"boolean"},
             "c":{"type":"null"}},"required":["c","a"],"additionalProperties":false}""");
    assertThat(grammar)
        .contains("r-0 ::= \"\\\"a\\\"\" \":\" space integer\n")
        .contains("r-3 ::= \"{\" space r-0 \",\" space r-2 (\",\" space r-1)? \"}\"\n")
        .contains("root ::= r-3\n")
        .contains("boolean ::= \"true\" | \"false\"\n");
  }

  @Test
  void enumAndConst_areLiterals() {
    assertThat(grammar("{\"enum\":[\"a\\\"b\",1,null]}"))
        .contains("r-0 ::= \"\\\"a\\\\\\\"b\\\"\" | \"1\" | \"null\"\n");
    assertThat(grammar("{\"const\":\"x\"}")).isEqualTo("root ::= \"\\\"x\\\"\"\n");
  }

  @Test
  void array_keepsItsBounds() {
    assertThat(
            grammar(
                "{\"type\":\"array\",\"items\":{\"type\":\"null\"},\"minItems\":2,\"maxItems\":3}"))
        .contains("\"[\" space null (\",\" space null){1,2} \"]\"");
    assertThat(grammar("{\"type\":\"array\",\"items\":{\"type\":\"null\"}}"))
        .contains("\"[\" space (null (\",\" space null){0,})? \"]\"");
  }

  @Test
  void recursiveReference_ends() {
    assertThat(
            grammar(
                """
                {"$ref":"#/$defs/n","$defs":{"n":{"type":"object","properties":
                 {"next":{"anyOf":[{"$ref":"#/$defs/n"},{"type":"null"}]}},"required":["next"]}}}"""))
        .contains("root ::= ref-0\n")
        .contains("r-0 ::= ref-0 | null\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"wish\"} | unknown type 'wish'",
        "{\"$ref\":\"http://x/y\"} | refers to http://x/y",
        "{\"$ref\":\"#/$defs/gone\"} | refers to #/$defs/gone",
        "{\"type\":\"string\",\"pattern\":\"^a\"} | uses pattern",
        "{\"anyOf\":[]} | empty list",
        "{\"type\":\"array\",\"minItems\":100000} | minItems 100000",
        "{\"allOf\":[{},{}]} | allOf of several",
        "[1] | must be an object",
      })
  void unkeptSchema_isRefusedWithTheReason(String schema, String reason) {
    assertThatThrownBy(() -> grammar(schema)).hasMessageContaining(reason);
  }

  @Test
  void deepNesting_isRefused() {
    String deep = "{\"items\":".repeat(40) + "{}" + "}".repeat(40);
    assertThatThrownBy(() -> grammar(deep)).hasMessageContaining("nested deeper");
  }

  private static String grammar(String schema) {
    try {
      JsonNode node = new ObjectMapper().readTree(schema);
      return SchemaGrammar.of(node);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
