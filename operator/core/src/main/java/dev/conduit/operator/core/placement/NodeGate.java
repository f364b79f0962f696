// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.core.placement;

import dev.conduit.api.v1alpha1.block.Compute;
import dev.conduit.api.v1alpha1.block.Toleration;
import dev.conduit.operator.core.observed.DeviceKind;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.Scheduling;
import dev.conduit.operator.core.observed.Taint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether a block's engines may be on a node, by the rules of the Kubernetes scheduler for labels,
 * taints and cordons.
 */
final class NodeGate {
  private static final String EXISTS = "Exists";

  private final Map<String, String> selector;
  private final List<Toleration> tolerations;
  private final boolean spotAllowed;

  NodeGate(@Nullable Compute compute) {
    this.selector = new TreeMap<>(compute == null ? Map.of() : Given.map(compute.nodeSelector()));
    this.tolerations = compute == null ? List.of() : Given.list(compute.tolerations());
    this.spotAllowed =
        compute != null && compute.spot() != null && Boolean.TRUE.equals(compute.spot().allowed());
  }

  /** Whether something new may come: {@link #objection} without words, for it is asked often. */
  boolean admits(NodeDevices there) {
    if (there.host().spot() && !spotAllowed) {
      return false;
    }
    Optional<Scheduling> scheduling = there.host().scheduling();
    return scheduling.isEmpty()
        || (scheduling.get().closed().isEmpty()
            && scheduling.get().labels().entrySet().containsAll(selector.entrySet())
            && untolerated(scheduling.get(), there.kind()).isEmpty());
  }

  /** Why nothing of the block belongs there, not even what runs there; empty when it does. */
  Optional<String> mismatch(NodeDevices there) {
    if (there.host().spot() && !spotAllowed) {
      return Optional.of("is a spot node, which spec.compute.spot.allowed does not allow");
    }
    return there.host().scheduling().flatMap(this::mismatch);
  }

  /** Why nothing new may come; empty when it may. */
  Optional<String> objection(NodeDevices there) {
    return mismatch(there)
        .or(() -> there.host().scheduling().flatMap(rules -> objection(rules, there.kind())));
  }

  private Optional<String> mismatch(Scheduling scheduling) {
    for (Map.Entry<String, String> wanted : selector.entrySet()) {
      String there = scheduling.labels().get(wanted.getKey());
      if (!wanted.getValue().equals(there)) {
        return Optional.of(
            "has no label %s=%s, which spec.compute.nodeSelector asks for"
                .formatted(wanted.getKey(), wanted.getValue()));
      }
    }
    return Optional.empty();
  }

  private Optional<String> objection(Scheduling scheduling, DeviceKind kind) {
    return scheduling
        .closed()
        .or(
            () ->
                untolerated(scheduling, kind)
                    .map(
                        taint ->
                            "has the taint %s, which spec.compute.tolerations does not tolerate"
                                .formatted(taint)));
  }

  private Optional<Taint> untolerated(Scheduling scheduling, DeviceKind kind) {
    return scheduling.taints().stream()
        .filter(t -> kind == DeviceKind.CPU || !Taint.GPU_KEYS.contains(t.key()))
        .filter(taint -> !spotAllowed || !taint.isSpot())
        .filter(taint -> tolerations.stream().noneMatch(t -> tolerates(t, taint)))
        .findFirst();
  }

  private static boolean tolerates(Toleration toleration, Taint taint) {
    if (toleration.effect() != null && !toleration.effect().equals(taint.effect())) {
      return false;
    }
    boolean anyValue = EXISTS.equals(toleration.operator());
    if (toleration.key() == null || toleration.key().isEmpty()) {
      return anyValue;
    }
    return toleration.key().equals(taint.key())
        && (anyValue || Given.or(toleration.value(), "").equals(taint.value()));
  }
}
