// SPDX-License-Identifier: Apache-2.0
package dev.conduit.api;

import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What CRDs say that the generator has no annotations for. */
final class CrdShape implements CRDPostProcessor {
  /** First whether it is up, then what and where it is, what it costs, why not, and how old. */
  private static final Map<String, List<String>> COLUMNS =
      Map.of(
          "InferenceBlock",
          List.of("Ready", "Phase", "Model", "Engine", "GPU", "Nodes", "Cost/h", "Reason", "Age"),
          "RoutingPolicy",
          List.of("Targets", "Synced", "Sidecars", "Revision", "Reason", "Age"));

  /**
   * A Service bears a block's name, so it must be a DNS label that begins with a letter. Labels of
   * 63 characters hold {@code <block>-<replica>-<revision>}: at most 3 digits, 5 of the revision.
   */
  private static final Map<String, List<ValidationRule>> NAMES =
      Map.of(
          "InferenceBlock",
          List.of(
              rule(
                  "self.metadata.name.size() <= 50",
                  "must be at most 50 characters, for labels of its engines hold it together with replica and revision; choose a shorter name"),
              rule(
                  "self.metadata.name.matches('^[a-z][-a-z0-9]*$')",
                  "must begin with a letter and have no dots, for a Service gets the same name; choose one such as chat-7b")),
          "RoutingPolicy",
          List.of(
              rule(
                  "self.metadata.name.size() <= 63",
                  "must be at most 63 characters, for a label of its snapshot holds it; choose a shorter name")));

  @Override
  public HasMetadata process(HasMetadata crd, String version) {
    var spec = ((CustomResourceDefinition) crd).getSpec();
    String kind = spec.getNames().getKind();
    spec.getVersions().forEach(one -> shape(one, kind));
    return crd;
  }

  private static void shape(CustomResourceDefinitionVersion version, String kind) {
    var schema = version.getSchema().getOpenAPIV3Schema();
    schema.setRequired(List.of("spec"));
    schema.setXKubernetesValidations(NAMES.getOrDefault(kind, List.of()));
    schema.getProperties().put("metadata", nameOnly());
    List<String> order = COLUMNS.getOrDefault(kind, List.of());
    version
        .getAdditionalPrinterColumns()
        .sort(Comparator.comparingInt(column -> place(column, order)));
  }

  /** The rules point at the name, so the schema has to have it. */
  private static io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps nameOnly() {
    return new JSONSchemaPropsBuilder()
        .withType("object")
        .addToProperties(
            "name", new JSONSchemaPropsBuilder().withType("string").withMaxLength(253L).build())
        .build();
  }

  private static int place(CustomResourceColumnDefinition column, List<String> order) {
    int place = order.indexOf(column.getName());
    if (place < 0) {
      throw new IllegalStateException("say where the column " + column.getName() + " belongs");
    }
    return place;
  }

  private static ValidationRule rule(String rule, String message) {
    return new ValidationRuleBuilder()
        .withRule(rule)
        .withMessage("metadata.name " + message)
        .withFieldPath(".metadata.name")
        .build();
  }
}
