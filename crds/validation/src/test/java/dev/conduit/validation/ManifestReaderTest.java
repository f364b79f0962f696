// SPDX-License-Identifier: Apache-2.0
package dev.conduit.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestReaderTest {
  private final ManifestReader reader = new ManifestReader();

  @Test
  void read_syntaxError_namesFileLineAndColumn() {
    var contents = reader.read("a.yaml", "kind: InferenceBlock\nspec:\n  models: [a, b\n");
    assertThat(contents.manifests()).isEmpty();
    assertThat(contents.problems())
        .singleElement()
        .asString()
        .startsWith("a.yaml:")
        .contains("not valid YAML, column");
  }

  @Test
  void read_tab_namesTheLine() {
    var contents = reader.read("a.yaml", "kind: X\nspec:\n\tmodels: []\n");
    assertThat(contents.problems())
        .singleElement()
        .asString()
        .startsWith("a.yaml:3: not valid YAML");
  }

  @Test
  void read_severalDocuments_keepsOrderAndLines() {
    var contents = reader.read("a.yaml", "kind: A\n---\n\nkind: B\nspec:\n  x:\n    - y: 1\n---\n");
    assertThat(contents.problems()).isEmpty();
    assertThat(contents.manifests()).extracting(Manifest::kind).containsExactly("A", "B");
    Manifest second = contents.manifests().getLast();
    assertThat(second.line("spec.x[0].y")).isEqualTo(7);
    assertThat(second.line("spec.x[0].missing")).isEqualTo(7);
    assertThat(second.line("other")).isEqualTo(4);
  }

  @Test
  void read_duplicateKey_isAProblem() {
    var contents = reader.read("a.yaml", "kind: A\nspec:\n  replicas: 1\n  replicas: 2\n");
    assertThat(contents.problems())
        .singleElement()
        .asString()
        .isEqualTo("a.yaml:4: spec.replicas: the key is given twice; keep one of them");
  }

  @Test
  void read_listAsDocument_isAProblem() {
    var contents = reader.read("a.yaml", "- 1\n- 2\n");
    assertThat(contents.problems()).singleElement().asString().contains("must be an object");
  }

  @Test
  void read_aliasBomb_isAProblem() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String below = "*a" + (i - 1) + ", ";
      bomb.append("a%d: &a%d [%s*a%d]\n".formatted(i, i, below.repeat(9), i - 1));
    }
    var contents = reader.read("a.yaml", bomb.toString());
    assertThat(contents.problems()).singleElement().asString().contains("aliases");
  }

  @Test
  void read_json_isYaml() {
    var contents = reader.read("a.json", "{\"kind\": \"A\", \"spec\": {\"replicas\": 2}}");
    assertThat(contents.manifests().getFirst().tree().at("/spec/replicas").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "8, NUMBER", "-3, NUMBER", "1.5, NUMBER", "1e3, NUMBER", "18:00, STRING", "0x1F, STRING",
    "yes, BOOLEAN", "off, BOOLEAN", "~, NULL", "null, NULL", "'\"8\"', STRING", "8k, STRING",
    "2024-01-01, STRING"
  })
  void read_scalar_hasTheTypeKubectlGivesIt(String text, String type) {
    JsonNode tree = reader.read("a.yaml", "value: " + text).manifests().getFirst().tree();
    assertThat(tree.get("value").getNodeType()).hasToString(type);
  }
}
