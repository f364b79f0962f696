// SPDX-License-Identifier: Apache-2.0
package dev.conduit.engine.simulator.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonInstanceTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final SchemaRegistry VALIDATORS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"people\":{\"type\":\"integer\"}},\"required\":[\"city\",\"people\"],\"additionalProperties\":false}",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"enum\":[1,\"two\",null]},\"b\":{\"const\":{\"x\":[1]}}},\"required\":[\"a\",\"b\"]}",
        "{\"type\":\"array\",\"items\":{\"type\":\"integer\",\"minimum\":3,\"maximum\":9},\"minItems\":4,\"maxItems\":5,\"uniqueItems\":true}",
        "{\"type\":\"array\",\"prefixItems\":[{\"type\":\"string\"},{\"type\":\"number\"}],\"items\":false}",
        "{\"type\":\"string\",\"minLength\":30,\"maxLength\":32}",
        "{\"type\":\"string\",\"maxLength\":2}",
        "{\"type\":\"string\",\"pattern\":\"^[A-Z]{2}-\\\\d{3,5}(-x)?$\"}",
        "{\"type\":\"string\",\"pattern\":\"b+\",\"minLength\":3,\"maxLength\":5}",
        "{\"type\":\"string\",\"format\":\"date-time\"}",
        "{\"type\":\"string\",\"format\":\"uuid\"}",
        "{\"type\":\"string\",\"format\":\"email\"}",
        "{\"type\":\"string\",\"format\":\"ipv6\"}",
        "{\"type\":\"integer\",\"exclusiveMinimum\":-3,\"exclusiveMaximum\":-1}",
        "{\"type\":\"integer\",\"multipleOf\":7,\"minimum\":100}",
        "{\"type\":\"integer\",\"maximum\":-1000}",
        "{\"type\":\"integer\",\"minimum\":12345678901234567890}",
        "{\"type\":\"number\",\"minimum\":0.25,\"maximum\":0.26}",
        "{\"type\":\"number\",\"multipleOf\":0.5,\"minimum\":1.2}",
        "{\"minimum\":5}",
        "{\"type\":[\"null\",\"boolean\"]}",
        "{\"anyOf\":[{\"type\":\"string\",\"maxLength\":30},{\"type\":\"integer\"}]}",
        "{\"oneOf\":[{\"type\":\"object\",\"properties\":{\"k\":{\"const\":\"a\"}},\"required\":[\"k\"]},{\"type\":\"object\",\"properties\":{\"k\":{\"const\":\"b\"},\"n\":{\"type\":\"integer\"}},\"required\":[\"k\",\"n\"]}]}",
        "{\"allOf\":[{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},\"required\":[\"a\"]},{\"properties\":{\"b\":{\"type\":\"string\"}},\"required\":[\"b\"]}]}",
        "{\"$defs\":{\"node\":{\"type\":\"object\",\"properties\":{\"value\":{\"type\":\"integer\"},\"next\":{\"anyOf\":[{\"$ref\":\"#/$defs/node\"},{\"type\":\"null\"}]}},\"required\":[\"value\",\"next\"],\"additionalProperties\":false}},\"$ref\":\"#/$defs/node\"}",
        "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"},\"minProperties\":3}",
        "{\"type\":\"object\",\"properties\":{\"a\":{},\"b\":{},\"c\":{}},\"required\":[\"c\"],\"maxProperties\":1}",
        "{\"type\":\"object\",\"required\":[\"free\"]}",
        "{\"type\":\"object\"}",
        "{}",
        "true"
      })
  void of_schema_isValidForManySeeds(String text) throws JsonProcessingException {
    JsonNode schema = MAPPER.readTree(text);
    Schema validator = VALIDATORS.getSchema(text, InputFormat.JSON);
    for (int seed = 0; seed < 50; seed++) {
      String value = JsonInstance.of(schema, new SplittableRandom(seed)).toString();
      assertThat(validator.validate(value, InputFormat.JSON)).as(value).isEmpty();
      assertThat(JsonInstance.of(schema, new SplittableRandom(seed))).hasToString(value);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"not\":{\"type\":\"string\"}}|the simulator cannot keep the schema keyword not",
        "{\"$ref\":\"other.json\"}|the schema refers to another document: other.json",
        "{\"$ref\":\"#/$defs/x\"}|the schema refers to nothing: #/$defs/x",
        "{\"$ref\":\"#\"}|the schema refers to itself without end",
        "{\"type\":\"integer\",\"minimum\":5,\"maximum\":4}|the schema's numeric bounds leave no number",
        "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#\"}},\"required\":[\"a\"]}|the schema has no finite value",
        "{\"enum\":[]}|the schema has an empty list of alternatives",
        "{\"type\":\"strnig\"}|the schema's type strnig is unknown",
        "false|the schema false allows no value",
        "{\"type\":\"array\",\"items\":{\"type\":\"boolean\"},\"minItems\":3,\"uniqueItems\":true}|the schema's array has too few different items",
        "{\"type\":\"string\",\"pattern\":\"(?=a)b\"}|the regular expression is not supported at position 2: (?=a)b"
      })
  void of_schemaThatCannotBeKept_saysWhy(String text, String message)
      throws JsonProcessingException {
    JsonNode schema = MAPPER.readTree(text);
    assertThatThrownBy(() -> JsonInstance.of(schema, new SplittableRandom(1)))
        .isInstanceOf(Unsatisfiable.class)
        .hasMessage(message);
  }
}
