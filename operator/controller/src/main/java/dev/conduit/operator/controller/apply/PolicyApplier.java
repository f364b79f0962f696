// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.apply;

import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.contract.RoutingSnapshot;
import dev.conduit.contract.SnapshotCodec;
import dev.conduit.operator.cluster.names.ObjectName;
import dev.conduit.operator.cluster.render.SnapshotMap;
import dev.conduit.operator.controller.gather.Cluster;
import dev.conduit.operator.controller.gather.ClusterWatch;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Trouble;
import dev.conduit.operator.core.plan.CompiledPolicy;
import dev.conduit.operator.core.plan.Plan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps a policy's snapshot in its ConfigMap, which sidecars mount and the discovery server reads.
 * A policy that was refused keeps its last one.
 */
public final class PolicyApplier {
  private final Cluster cluster;
  private final ClusterWatch watch;
  private final ObjectApplier objects;
  private final Supplier<String> authority;
  private final InstantSource clock;
  private final Map<String, RoutingSnapshot> issued = new ConcurrentHashMap<>();

  /**
   * @param authority PEM of who signed the discovery server's certificate; empty while there is
   *     none
   */
  public PolicyApplier(
      KubernetesClient client,
      Cluster cluster,
      ClusterWatch watch,
      Supplier<String> authority,
      InstantSource clock) {
    this.cluster = cluster;
    this.watch = watch;
    this.objects = new ObjectApplier(client, watch);
    this.authority = authority;
    this.clock = clock;
  }

  public Applied apply(Plan plan, RoutingPolicy policy, Context<?> context) {
    ObjectRef ref = ObjectRef.of(policy);
    Optional<RoutingSnapshot> compiled =
        plan.policies().stream()
            .filter(one -> one.policy().equals(ref))
            .findFirst()
            .flatMap(CompiledPolicy::snapshot);
    Optional<Trouble> trouble =
        compiled.flatMap(
            snapshot ->
                objects.apply(
                    SnapshotMap.of(policy, issued(policy, snapshot), authority.get()), context));
    cluster.outcome(ref, trouble.orElse(null));
    return trouble.<Applied>map(Applied.Incomplete::new).orElseGet(Applied.Done::new);
  }

  /** In its turn after the one that is published: the same content keeps its time. */
  private RoutingSnapshot issued(RoutingPolicy policy, RoutingSnapshot snapshot) {
    ConfigMap wanted = SnapshotMap.of(policy, snapshot, "");
    Stream<RoutingSnapshot> shown =
        watch
            .find(wanted)
            .filter(there -> ObjectApplier.isOwned(there, wanted))
            .flatMap(PolicyApplier::published)
            .stream();
    // The watch may be behind what this operator wrote itself.
    String uid = policy.getMetadata().getUid();
    RoutingSnapshot next =
        Stream.concat(shown, Stream.ofNullable(issued.get(uid)))
            .max(Comparator.comparing(before -> before.issuedAt().orElse(Instant.EPOCH)))
            .map(before -> snapshot.issuedAfter(before, clock.instant()))
            .orElseGet(() -> snapshot.issuedAt(clock.instant()));
    issued.put(uid, next);
    forgetWhatIsGone();
    return next;
  }

  /** The watch shows every policy that was applied here, unless it was deleted since. */
  private void forgetWhatIsGone() {
    Set<String> there =
        watch.list(RoutingPolicy.class).stream()
            .map(policy -> policy.getMetadata().getUid())
            .collect(Collectors.toSet());
    issued.keySet().retainAll(there);
  }

  /** What a ConfigMap holds; empty when a person made it unreadable. */
  public static Optional<RoutingSnapshot> published(ConfigMap map) {
    String text = Given.map(map.getData()).getOrDefault(ObjectName.SNAPSHOT_KEY, "");
    return switch (new SnapshotCodec().decode(text.getBytes(StandardCharsets.UTF_8))) {
      case SnapshotCodec.Decoded.Valid(RoutingSnapshot snapshot) -> Optional.of(snapshot);
      case SnapshotCodec.Decoded.Invalid invalid -> Optional.empty();
    };
  }
}
