// SPDX-License-Identifier: Apache-2.0
package dev.conduit.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Validates manifests of Conduit's kinds by the generated CRDs, as the API server would on a create
 * or update, and fills in defaults. Unknown fields are errors here, as with kubectl's strict
 * validation. Safe for use by one thread.
 */
public final class ManifestValidator {
  private static final String API_VERSION = "conduit.dev/v1alpha1";
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final int LONGEST_NAME = 253;

  private final Map<String, JsonNode> schemas = new TreeMap<>();
  private final CelRules rules = new CelRules();

  /** What became of a manifest. */
  public sealed interface Validated {
    /** It may be used: the tree with defaults filled in. */
    record Accepted(ObjectNode tree) implements Validated {}

    /** It may not: at least one problem, in the order of the schema. */
    record Refused(List<Problem> problems) implements Validated {
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  /** Loads the CRDs that ship with this version. */
  public ManifestValidator() {
    load("inferenceblocks.conduit.dev");
    load("routingpolicies.conduit.dev");
  }

  /** As on a create. */
  public Validated validate(Manifest manifest) {
    return check(manifest, null);
  }

  /** As on an update of {@code old}, so that rules about change apply. */
  public Validated validateUpdate(Manifest manifest, ObjectNode old) {
    return check(manifest, old);
  }

  private Validated check(Manifest manifest, @Nullable ObjectNode old) {
    List<Problem> problems = new ArrayList<>();
    FieldReport report =
        (path, message) ->
            problems.add(
                new Problem(
                    manifest.source(),
                    manifest.line(path),
                    Optional.of(manifest.resource()),
                    path,
                    message));
    JsonNode schema = schemas.get(manifest.kind());
    if (schema == null || !manifest.apiVersion().equals(API_VERSION)) {
      unknownKind(manifest, report);
      return new Validated.Refused(problems);
    }
    ObjectNode tree = manifest.tree().deepCopy();
    metadata(tree.path("metadata"), report);
    topLevel(tree, report);
    JsonNode specSchema = schema.path("properties").path("spec");
    JsonNode spec = tree.path("spec");
    if (spec.isMissingNode() || spec.isNull()) {
      report.problem("spec", "Required value");
    } else {
      new SchemaCheck(report, manifest.words()).check("spec", specSchema, spec);
    }
    if (problems.isEmpty()) {
      // as the API server: rules run on what has the right shape only
      rules.check("", schema, withoutStatus(tree), old, report);
    }
    return problems.isEmpty() ? new Validated.Accepted(tree) : new Validated.Refused(problems);
  }

  /** Nobody's business but the operator's, and the API server drops it too. */
  private static ObjectNode withoutStatus(ObjectNode tree) {
    ObjectNode rest = tree.deepCopy();
    rest.remove("status");
    return rest;
  }

  private void unknownKind(Manifest manifest, FieldReport report) {
    if (!schemas.containsKey(manifest.kind())) {
      report.problem(
          "kind",
          "no kind \"%s\" is known (%s of apiVersion %s)"
              .formatted(manifest.kind(), String.join(" or ", schemas.keySet()), API_VERSION));
      return;
    }
    report.problem(
        "apiVersion",
        "Invalid value: \"%s\": must be %s".formatted(manifest.apiVersion(), API_VERSION));
  }

  private static void metadata(JsonNode metadata, FieldReport report) {
    JsonNode name = metadata.path("name");
    if (!name.isTextual() || name.asText().isEmpty()) {
      report.problem("metadata.name", "Required value: name or generateName is required");
      return;
    }
    if (name.asText().length() > LONGEST_NAME || !SUBDOMAIN.matcher(name.asText()).matches()) {
      report.problem(
          "metadata.name",
          "Invalid value: \"%s\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"
              .formatted(name.asText()));
    }
  }

  private static void topLevel(ObjectNode tree, FieldReport report) {
    List<String> known = List.of("apiVersion", "kind", "metadata", "spec", "status");
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      if (!known.contains(field.getKey())) {
        report.problem(
            field.getKey(),
            "unknown field \"%s\" (known here: %s)"
                .formatted(field.getKey(), String.join(", ", known)));
      }
    }
  }

  private void load(String name) {
    String resource = "/crds/" + name + ".yaml";
    try (InputStream in = ManifestValidator.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the CRD " + resource + " is not on the class path");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      JsonNode crd = new ManifestReader().read(name, text).manifests().getFirst().tree();
      schemas.put(
          crd.at("/spec/names/kind").asText(), crd.at("/spec/versions/0/schema/openAPIV3Schema"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the CRD " + resource, e);
    }
  }
}
