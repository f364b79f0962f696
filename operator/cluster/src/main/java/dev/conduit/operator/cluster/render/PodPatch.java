// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.cluster.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applies {@code spec.podPatch}, a strategic merge patch, to a pod template.
 *
 * <p>Objects are merged field by field and {@code null} removes; lists whose items have a merge key
 * in the Kubernetes API are merged by it, all others are replaced. Directives such as {@code
 * $patch} are not known. Source: the API convention "strategic merge patch" and the patchMergeKey
 * marks of PodSpec.
 */
final class PodPatch {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private static final Map<String, String> MERGE_KEYS =
      Map.of(
          "containers", "name",
          "initContainers", "name",
          "volumes", "name",
          "env", "name",
          "imagePullSecrets", "name",
          "ports", "containerPort",
          "volumeMounts", "mountPath",
          "hostAliases", "ip",
          "topologySpreadConstraints", "topologyKey",
          "resourceClaims", "name");

  private PodPatch() {}

  static PodTemplateSpec apply(PodTemplateSpec template, @Nullable JsonNode patch) {
    if (patch == null || patch.isEmpty()) {
      return template;
    }
    JsonNode tree = SERIALIZATION.convertValue(template, JsonNode.class);
    return SERIALIZATION.convertValue(merged(tree, patch), PodTemplateSpec.class);
  }

  private static JsonNode merged(JsonNode into, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes) || !(into instanceof ObjectNode)) {
      return patch.deepCopy();
    }
    ObjectNode result = into.deepCopy();
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      String field = change.getKey();
      JsonNode value = change.getValue();
      JsonNode before = result.path(field);
      if (value.isNull()) {
        result.remove(field);
      } else if (value instanceof ArrayNode items && MERGE_KEYS.containsKey(field)) {
        result.set(field, byKey(before, items, MERGE_KEYS.getOrDefault(field, "name")));
      } else {
        result.set(field, merged(before, value));
      }
    }
    return result;
  }

  private static ArrayNode byKey(JsonNode before, ArrayNode patch, String key) {
    ArrayNode result = patch.arrayNode();
    before.forEach(item -> result.add(with(item, patch, key)));
    patch.forEach(
        item -> {
          if (matching(before, item, key).isEmpty()) {
            result.add(item.deepCopy());
          }
        });
    return result;
  }

  private static JsonNode with(JsonNode item, JsonNode patch, String key) {
    return matching(patch, item, key).map(change -> merged(item, change)).orElse(item);
  }

  private static Optional<JsonNode> matching(JsonNode list, JsonNode item, String key) {
    for (JsonNode candidate : list) {
      if (candidate.path(key).equals(item.path(key))) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
