// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.conduit.testkit.kubernetes.process.Binaries;
import dev.conduit.validation.Manifest;
import dev.conduit.validation.ManifestReader;
import dev.conduit.validation.ManifestValidator;
import dev.conduit.validation.ManifestValidator.Validated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real Kustomize (kubectl's) makes of the folder, by our definitions. */
class KustomizeIT {
  private static final Path FOLDER = Path.of("../../examples/gitops");
  private static final YAMLMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/production"})
  void build_everyResourceOfOurs_isValid(String folder) throws Exception {
    List<Manifest> ours =
        build(folder).stream()
            .filter(manifest -> manifest.apiVersion().startsWith("conduit.dev/"))
            .toList();
    assertThat(ours).hasSize(3);
    ManifestValidator validator = new ManifestValidator();
    assertThat(ours)
        .allSatisfy(
            manifest ->
                assertThat(validator.validate(manifest)).isNotInstanceOf(Validated.Refused.class));
  }

  @Test
  void flux_waitsForExactlyWhatProductionHas() throws Exception {
    Map<String, JsonNode> production = new HashMap<>();
    for (Manifest manifest : build("overlays/production")) {
      JsonNode tree = manifest.tree();
      production.put(
          manifest.kind() + "/" + tree.at("/metadata/name").asText(), tree.get("metadata"));
    }
    assertThat(production.remove("Namespace/assistants")).isNotNull();
    assertThat(production.values())
        .allMatch(metadata -> metadata.get("namespace").asText().equals("assistants"));
    Set<String> checked = new HashSet<>();
    for (JsonNode check :
        YAML.readTree(FOLDER.resolve("flux/kustomization.yaml").toFile())
            .at("/spec/healthChecks")) {
      checked.add(check.get("kind").asText() + "/" + check.get("name").asText());
    }
    assertThat(checked).isEqualTo(production.keySet());
  }

  private static List<Manifest> build(String folder) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Binaries.find().program("kubectl").toString(),
                "kustomize",
                FOLDER.resolve(folder).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    ManifestReader.Contents contents = new ManifestReader().read(folder, text);
    assertThat(contents.problems()).isEmpty();
    return contents.manifests();
  }
}
