// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
  private static final Path CHARTS = Path.of("..");
  private static final YAMLMapper YAML = new YAMLMapper();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"conduit", "conduit-crds"})
  void lint_strict_hasNothingToSay(String chart) {
    LintResult result = new Helm(CHARTS.resolve(chart)).lint().strict().call();
    assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"conduit", "conduit-crds"})
  void chart_version_isTheProjects(String chart) throws IOException {
    JsonNode described = YAML.readTree(CHARTS.resolve(chart).resolve("Chart.yaml").toFile());
    String pom = Files.readString(Path.of("../../pom.xml"));
    assertThat(pom)
        .contains("<version>%s</version>".formatted(described.get("appVersion").asText()));
    assertThat(described.get("appVersion").asText()).startsWith(described.get("version").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas: 0 | replicas | minimum",
        "replicas: two | replicas | integer",
        "replica: 3 | replica | not allowed",
        "images: {pullPolicy: Sometimes} | images.pullPolicy | one of",
        "images: {registry: x} | registry | not allowed",
        "images: {prefix: registry.example.com/} | images.prefix | pattern",
        "images: {tag: 'a b'} | images.tag | pattern",
        "logLevel: verbose | logLevel | one of",
        "env: [{value: x}] | env.0 | name",
        "networkPolicy: {apiServerPorts: [70000]} | networkPolicy.apiServerPorts.0 | maximum",
        "networkPolicy: {metricsFrom: {namespaces: [a]}} | namespaces | not allowed",
        "metrics: {serviceMonitor: {interval: often}} | metrics.serviceMonitor.interval | pattern",
        "prices: {L4: cheap} | prices.L4 | pattern",
        "prices: {L4: -1} | prices.L4 | minimum",
        "podDisruptionBudget: true | podDisruptionBudget | object",
        "gpuProbe: {enable: true} | gpuProbe | not allowed",
        "gpuProbe: {runtimeClassName: 'nvidia runtime'} | gpuProbe.runtimeClassName | pattern",
        "nodeSelector: {disk: 1} | nodeSelector.disk | string",
      })
  void values_wrong_areRefusedByName(String values, String field, String why) throws IOException {
    Path file = Files.writeString(folder.resolve("values.yaml"), values);
    var template =
        new Helm(CHARTS.resolve("conduit"))
            .template()
            .withKubeVersion(Manifests.KUBERNETES)
            .withValuesFile(file);
    assertThatThrownBy(template::call)
        .message()
        .satisfies(message -> assertThat(where(message)).containsIgnoringCase(field.strip()))
        .containsIgnoringCase(why.strip());
  }

  /** The schema's library writes a path with dots or with slashes, depending on its version. */
  private static String where(String message) {
    return message.replace('/', '.');
  }

  @Test
  void definitions_rendered_areThoseOfTheRepositoryAndAreKept() throws IOException {
    Map<String, JsonNode> rendered = new HashMap<>();
    String text =
        new Helm(CHARTS.resolve("conduit-crds"))
            .template()
            .withKubeVersion(Manifests.KUBERNETES)
            .call();
    for (JsonNode one : documents(text)) {
      rendered.put(one.at("/metadata/name").asText(), one);
    }
    try (var files = Files.list(Path.of("../../crds/manifests"))) {
      for (Path file : files.toList()) {
        JsonNode wanted = YAML.readTree(file.toFile());
        JsonNode made = rendered.remove(wanted.at("/metadata/name").asText());
        assertThat(made).as(file.toString()).isNotNull();
        assertThat(made.get("spec")).isEqualTo(wanted.get("spec"));
        assertThat(made.at("/metadata/annotations/helm.sh~1resource-policy").asText())
            .isEqualTo("keep");
      }
    }
    assertThat(rendered).isEmpty();
  }

  @Test
  void manifests_rendered_haveNoHooksAndTheirNamespaceFirst() throws IOException {
    Map<String, String> files = new Manifests(CHARTS, "team-a").render(List.of());
    assertThat(files.keySet()).containsExactly("conduit-crds.yaml", "conduit.yaml");
    assertThat(files.get("conduit-crds.yaml")).doesNotContain("helm.sh/");
    List<JsonNode> documents = documents(files.get("conduit.yaml"));
    assertThat(files.get("conduit.yaml")).doesNotContain("helm.sh/hook");
    assertThat(documents.getFirst().get("kind").asText()).isEqualTo("Namespace");
    assertThat(documents).extracting(one -> one.get("kind").asText()).doesNotContain("Secret");
    assertThat(documents.stream().map(one -> one.at("/metadata/namespace").asText("")).distinct())
        .containsExactlyInAnyOrder("", "team-a");
  }

  private static List<JsonNode> documents(String text) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      values.forEachRemaining(one -> all.add(one));
    }
    all.removeIf(one -> !one.isObject());
    return all;
  }
}
