// SPDX-License-Identifier: Apache-2.0
package dev.conduit.packaging.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both tools on statuses that the planner made (its golden files), and on some it cannot make. */
class GitOpsTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path FOLDER = Path.of("../../examples/gitops");
  private static final Path STATUSES = Path.of("../../operator/core/src/test/resources/golden");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quickstart              | InferenceBlock default/heavy      | Progressing | inProgress",
        "steady                  | InferenceBlock default/heavy      | Healthy     | current",
        "too-large-for-every-gpu | InferenceBlock default/big        | Degraded    | failed",
        "quickstart              | RoutingPolicy default/quickstart  | Progressing | inProgress",
        "steady                  | RoutingPolicy default/quickstart  | Healthy     | current",
        "policy-names-what-is-not-there | RoutingPolicy default/half | Degraded    | failed",
      })
  void status_ofThePlanner(String scenario, String resource, String argo, String flux)
      throws Exception {
    JsonNode status = YAML.readTree(STATUSES.resolve(scenario + "/expected/status.yaml").toFile());
    assertThat(status.has(resource)).as(scenario + " has " + resource).isTrue();
    ObjectNode object = YAML.createObjectNode();
    object.put("kind", resource.substring(0, resource.indexOf(' ')));
    object.putObject("metadata").put("generation", 3);
    object.putObject("spec");
    object.set("status", status.get(resource).deepCopy());
    ((ObjectNode) object.get("status")).put("observedGeneration", 3);
    check(object, argo, flux);

    ((ObjectNode) object.get("metadata")).put("generation", 4);
    check(object, "Progressing", "inProgress");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "False | CrashLoop       | 1 | Degraded    | failed",
        "False | ImagePullFailed | 1 | Degraded    | failed",
        "False | NodeNotReady    | 1 | Degraded    | failed",
        "False | NotApplied      | 1 | Degraded    | failed",
        "False | Unschedulable   | 1 | Progressing | inProgress",
        "False | EngineNotReady  | 1 | Progressing | inProgress",
        "False | Loading         | 1 | Progressing | inProgress",
        "True  | Ready           | 0 | Suspended   | current",
        "True  | Hosted          | 1 | Healthy     | current",
      })
  void block_inReadyReason(String status, String reason, int replicas, String argo, String flux)
      throws Exception {
    check(block(status, reason, replicas), argo, flux);
  }

  @Test
  void block_beingDeletedOrNew_progresses() throws Exception {
    ObjectNode object = block("True", "Ready", 1);
    ((ObjectNode) object.get("metadata")).put("deletionTimestamp", "2026-01-01T00:00:00Z");
    assertThat(argo(object)).isEqualTo("Progressing");
    ObjectNode unseen = block("True", "Ready", 1);
    unseen.putObject("status");
    check(unseen, "Progressing", "inProgress");
    unseen.remove("status");
    assertThat(argo(unseen)).isEqualTo("Progressing");
  }

  private static ObjectNode block(String status, String reason, int replicas) throws IOException {
    return (ObjectNode)
        YAML.readTree(
            """
            kind: InferenceBlock
            metadata: {generation: 1}
            spec: {replicas: %d}
            status:
              observedGeneration: 1
              conditions:
                - {type: Ready, status: "%s", reason: %s, message: m}
                - {type: Stalled, status: "False", reason: Settled, message: m}
            """
                .formatted(replicas, status, reason));
  }

  private static void check(JsonNode object, String argo, String flux) throws Exception {
    assertThat(argo(object)).isEqualTo(argo);
    assertThat(flux(object)).isEqualTo(flux);
  }

  private static String argo(JsonNode object) throws IOException {
    JsonNode map = YAML.readTree(FOLDER.resolve("argocd/health.yaml").toFile());
    String key = "resource.customizations.health.conduit.dev_" + object.get("kind").asText();
    return LuaHealth.of(map.get("data").get(key).asText(), object);
  }

  private static String flux(JsonNode object) throws Exception {
    JsonNode flux = YAML.readTree(FOLDER.resolve("flux/kustomization.yaml").toFile());
    for (JsonNode expressions : flux.at("/spec/healthCheckExprs")) {
      if (expressions.get("kind").equals(object.get("kind"))) {
        return CelHealth.of(expressions, object);
      }
    }
    throw new AssertionError("no expressions for " + object.get("kind"));
  }
}
