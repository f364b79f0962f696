// SPDX-License-Identifier: Apache-2.0
package dev.conduit.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class ManifestValidatorTest {
  private static final String MINIMAL =
      """
      apiVersion: conduit.dev/v1alpha1
      kind: InferenceBlock
      metadata:
        name: light
      spec:
        models:
          - id: Qwen/Qwen2.5-7B-Instruct
        engine:
          kind: vllm
      """;

  private final ManifestValidator validator = new ManifestValidator();

  @Test
  void validate_minimal_getsTheDefaults() {
    ObjectNode tree = accepted(MINIMAL);
    assertThat(tree.at("/spec/models/0/dtype").asText()).isEqualTo("auto");
    assertThat(tree.at("/spec/models/0/kvCacheDtype").asText()).isEqualTo("auto");
  }

  private static final String POLICY =
      """
      apiVersion: conduit.dev/v1alpha1
      kind: RoutingPolicy
      metadata:
        name: apps
      spec:
        targets: [{block: chat, tier: light}]
      """;

  @Test
  void validate_nullField_isAsAbsent() {
    ObjectNode tree = accepted(MINIMAL + "  replicas: null\n");
    assertThat(tree.path("spec").has("replicas")).isFalse();
  }

  @Test
  void validate_misspeltField_namesLineAndTheFieldThatWasMeant() {
    assertThat(refused(MINIMAL + "  replica: 2\n"))
        .isEqualTo(
            "a.yaml:10: InferenceBlock light: spec.replica: unknown field \"spec.replica\""
                + " (did you mean \"replicas\"?)");
  }

  @Test
  void validate_numberInQuotesMissing_saysToQuoteIt() {
    assertThat(refused(MINIMAL + "  compute:\n    count: 2\n"))
        .endsWith("must be of type string: \"integer\" (write it in quotes: \"2\")");
  }

  @Test
  void validate_aWordThatYamlTakesForABoolean_saysWhichAndHowToWriteIt() {
    assertThat(refused(POLICY + "  rules:\n    - {name: y, match: {}, route: {tier: light}}\n"))
        .endsWith(
            "must be of type string: \"boolean\""
                + " (YAML reads y as true; write it in quotes: \"y\")");
  }

  @Test
  void validate_anEmptyListOfDataClasses_saysHowToSayAll() {
    assertThat(refused(POLICY.replace("tier: light", "tier: light, dataClasses: []")))
        .endsWith("should have at least 1 items (leave the field out for all)");
  }

  @Test
  void validate_otherVersion_saysWhichIsKnown() {
    assertThat(refused(MINIMAL.replace("v1alpha1", "v2")))
        .endsWith("apiVersion: Invalid value: \"conduit.dev/v2\": must be conduit.dev/v1alpha1");
  }

  @Test
  void validate_otherKind_saysWhichAreKnown() {
    assertThat(refused(MINIMAL.replace("InferenceBlock", "Deployment")))
        .contains("no kind \"Deployment\" is known (InferenceBlock or RoutingPolicy");
  }

  private ObjectNode accepted(String yaml) {
    var result = validator.validate(manifest(yaml));
    assertThat(result).isInstanceOf(ManifestValidator.Validated.Accepted.class);
    return ((ManifestValidator.Validated.Accepted) result).tree();
  }

  private String refused(String yaml) {
    var result = validator.validate(manifest(yaml));
    assertThat(result).isInstanceOf(ManifestValidator.Validated.Refused.class);
    var problems = ((ManifestValidator.Validated.Refused) result).problems();
    assertThat(problems).hasSize(1);
    return problems.getFirst().toString();
  }

  private static Manifest manifest(String yaml) {
    return new ManifestReader().read("a.yaml", yaml).manifests().getFirst();
  }
}
