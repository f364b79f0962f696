// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.app.cluster;

import dev.conduit.api.v1alpha1.block.EndpointStatus;
import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.block.InferenceBlockStatus;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.operator.app.console.Console;
import dev.conduit.operator.app.console.Table;
import dev.conduit.operator.cluster.gather.ClusterView;
import dev.conduit.operator.core.observed.Given;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shows the blocks and policies of a cluster: is it up, where, what does it cost, and if not, why.
 */
public final class ClusterStatus {
  private static final Comparator<HasMetadata> ORDER =
      Comparator.comparing((HasMetadata one) -> one.getMetadata().getNamespace())
          .thenComparing(one -> one.getMetadata().getName());

  private final ClusterView view;

  public ClusterStatus(ClusterView view) {
    this.view = view;
  }

  /** Whether everything is ready. */
  public boolean isReady() {
    return view.blocks().stream().allMatch(block -> "Ready".equals(reason(conditions(block))))
        && view.policies().stream().allMatch(p -> "Ready".equals(reason(conditions(p))));
  }

  public void print(Console console) {
    Table blocks =
        new Table(
            "NAMESPACE",
            "BLOCK",
            "MODEL",
            "ENGINE",
            "PHASE",
            "READY",
            "GPU",
            "NODES",
            "COST/H",
            "REASON");
    view.blocks().stream().sorted(ORDER).forEach(block -> row(blocks, block));
    blocks.lines().forEach(console::line);
    if (!view.policies().isEmpty()) {
      Table policies = new Table("NAMESPACE", "POLICY", "TARGETS", "REVISION", "REASON");
      view.policies().stream().sorted(ORDER).forEach(policy -> row(policies, policy));
      console.line("");
      policies.lines().forEach(console::line);
    }
    view.blocks().stream().sorted(ORDER).forEach(block -> problems(block, console));
  }

  private static void row(Table table, InferenceBlock block) {
    InferenceBlockStatus status = block.getStatus();
    table.row(
        block.getMetadata().getNamespace(),
        block.getMetadata().getName(),
        block.getSpec().models().getFirst().id(),
        block.getSpec().engine().kind().wireName(),
        status == null ? "-" : shown(status.phase()),
        status == null ? "-" : shown(status.ready()),
        status == null ? "-" : shown(status.gpu()),
        status == null ? "-" : shown(status.nodes()),
        status == null ? "-" : shown(status.hourlyCost()),
        reason(conditions(block)));
  }

  private static void row(Table table, RoutingPolicy policy) {
    var status = policy.getStatus();
    table.row(
        policy.getMetadata().getNamespace(),
        policy.getMetadata().getName(),
        status == null ? "-" : shown(status.targetsReady()),
        status == null ? "-" : shown(status.revision()),
        reason(conditions(policy)));
  }

  private static void problems(InferenceBlock block, Console console) {
    InferenceBlockStatus status = block.getStatus();
    if (status == null || "Ready".equals(reason(status.conditions()))) {
      return;
    }
    condition(status.conditions(), "Stalled")
        .filter(condition -> "True".equals(condition.getStatus()))
        .or(() -> condition(status.conditions(), "Ready"))
        .ifPresent(
            condition ->
                console.error(
                    "problem: %s/%s: %s"
                        .formatted(
                            block.getMetadata().getNamespace(),
                            block.getMetadata().getName(),
                            condition.getMessage())));
    Given.list(status.endpoints()).stream()
        .filter(endpoint -> !Boolean.TRUE.equals(endpoint.ready()))
        .map(ClusterStatus::line)
        .forEach(console::error);
    Given.list(status.shortfalls())
        .forEach(node -> console.error("    node %s: %s".formatted(node.node(), node.message())));
  }

  private static String line(EndpointStatus endpoint) {
    return "    %s: %s".formatted(endpoint.id(), Given.or(endpoint.message(), "not ready"));
  }

  private static List<Condition> conditions(InferenceBlock block) {
    return block.getStatus() == null ? List.of() : Given.list(block.getStatus().conditions());
  }

  private static List<Condition> conditions(RoutingPolicy policy) {
    return policy.getStatus() == null ? List.of() : Given.list(policy.getStatus().conditions());
  }

  private static String reason(@Nullable List<Condition> conditions) {
    return condition(Given.list(conditions), "Ready")
        .map(Condition::getReason)
        .orElse("NotReconciled");
  }

  private static Optional<Condition> condition(@Nullable List<Condition> conditions, String type) {
    return Given.list(conditions).stream()
        .filter(condition -> type.equals(condition.getType()))
        .findFirst();
  }

  private static String shown(@Nullable String value) {
    return Objects.requireNonNullElse(value, "-");
  }
}
