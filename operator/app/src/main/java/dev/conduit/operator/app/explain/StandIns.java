// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.policy.ConstrainAction;
import dev.conduit.api.v1alpha1.policy.PolicyTarget;
import dev.conduit.api.v1alpha1.policy.RouteAction;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Sourced;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Blocks that a policy names and that no manifest has, as external ones of which nothing is known
 * but the models that the policy speaks of: so that a policy can be explained by itself.
 */
final class StandIns {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private StandIns() {}

  static List<Sourced<InferenceBlock>> of(
      RoutingPolicy policy, List<Sourced<InferenceBlock>> known) {
    ObjectRef ref = ObjectRef.of(policy);
    Map<String, Set<String>> missing = new LinkedHashMap<>();
    Set<String> whole = new LinkedHashSet<>();
    for (PolicyTarget target : policy.getSpec().targets()) {
      ObjectRef block = ObjectRef.block(ref.namespace(), target.block());
      if (known.stream().noneMatch(one -> ObjectRef.of(one.resource()).equals(block))) {
        Set<String> models = missing.computeIfAbsent(target.block(), _ -> new LinkedHashSet<>());
        if (target.model() == null) {
          whole.add(target.block());
        } else {
          models.add(target.model());
        }
      }
    }
    whole.forEach(block -> missing.getOrDefault(block, Set.of()).addAll(named(policy, block)));
    missing.forEach((block, models) -> addIfNone(models, block));
    List<Sourced<InferenceBlock>> all = new ArrayList<>();
    missing.forEach((name, models) -> all.add(block(ref.namespace(), name, models)));
    return all;
  }

  /** A target without a model stands for all of its block: those that the policy speaks of. */
  private static List<String> named(RoutingPolicy policy, String block) {
    Stream<String> rules =
        Given.list(policy.getSpec().rules()).stream()
            .flatMap(
                rule ->
                    Stream.concat(
                        Stream.ofNullable(rule.route()).map(RouteAction::target),
                        Stream.ofNullable(rule.constrain())
                            .map(ConstrainAction::targets)
                            .filter(Objects::nonNull)
                            .flatMap(List::stream)));
    Stream<String> fallback =
        Stream.ofNullable(policy.getSpec().resilience())
            .flatMap(one -> Given.list(one.fallback()).stream());
    return Stream.concat(rules, fallback)
        .filter(target -> target != null && target.startsWith(block + "/"))
        .map(target -> target.substring(block.length() + 1))
        .distinct()
        .toList();
  }

  private static void addIfNone(Set<String> models, String block) {
    if (models.isEmpty()) {
      models.add(block);
    }
  }

  private static Sourced<InferenceBlock> block(String namespace, String name, Set<String> models) {
    Map<String, Object> external =
        Map.of("vendor", "openaiCompatible", "baseUrl", "https://" + name + ".invalid/v1");
    Map<String, Object> tree =
        Map.of(
            "metadata", Map.of("name", name, "namespace", namespace),
            "spec",
                Map.of(
                    "models", models.stream().map(StandIns::model).toList(),
                    "engine", Map.of("kind", "external", "external", external)));
    try {
      InferenceBlock block = JSON.treeToValue(JSON.valueToTree(tree), InferenceBlock.class);
      return new Sourced<>(block, "stand-in for " + name);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stand-in for the block " + name + " is no block", e);
    }
  }

  private static Map<String, Object> model(String name) {
    return Map.of("id", name, "servedName", name);
  }
}
