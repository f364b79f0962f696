// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.apply;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.cluster.names.ObjectName;
import dev.conduit.operator.cluster.render.BlockAccess;
import dev.conduit.operator.cluster.render.EngineDeployment;
import dev.conduit.operator.cluster.render.Images;
import dev.conduit.operator.controller.gather.Cluster;
import dev.conduit.operator.controller.gather.ClusterWatch;
import dev.conduit.operator.core.observed.Given;
import dev.conduit.operator.core.observed.ObjectRef;
import dev.conduit.operator.core.observed.Observed;
import dev.conduit.operator.core.observed.Trouble;
import dev.conduit.operator.core.plan.Plan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the cluster have of one block what the plan wants of it, and nothing else of its own. */
public final class BlockApplier {
  private final Cluster cluster;
  private final ClusterWatch watch;
  private final ObjectApplier objects;
  private final Images images;
  private final Consumer<InferenceBlock> facts;

  /**
   * @param facts what is to be done so that a block's model can be sized
   */
  public BlockApplier(
      KubernetesClient client,
      Cluster cluster,
      ClusterWatch watch,
      Images images,
      Consumer<InferenceBlock> facts) {
    this.facts = facts;
    this.cluster = cluster;
    this.watch = watch;
    this.objects = new ObjectApplier(client, watch);
    this.images = images;
  }

  /**
   * Writes what differs and deletes what is not planned any more.
   *
   * @param plan made of {@code observed}
   */
  public Applied apply(Observed observed, Plan plan, InferenceBlock block, Context<?> context) {
    facts.accept(block);
    ObjectRef ref = ObjectRef.of(block);
    List<Deployment> engines =
        plan.desired().stream()
            .filter(instance -> instance.block().equals(ref))
            .map(instance -> EngineDeployment.of(instance, block, images))
            .toList();
    List<Deployment> created = engines.stream().filter(d -> watch.find(d).isEmpty()).toList();
    if (!cluster.claim(observed, created)) {
      return new Applied.Outdated();
    }
    List<Trouble> troubles = new ArrayList<>();
    for (Deployment engine : engines) {
      objects
          .apply(engine, context)
          .ifPresent(
              trouble -> {
                troubles.add(trouble);
                watch.forget(engine);
              });
    }
    access(block, engines, context).forEach(troubles::add);
    prune(plan, block, engines);
    Applied applied =
        troubles.isEmpty() ? new Applied.Done() : new Applied.Incomplete(troubles.getFirst());
    cluster.outcome(ref, troubles.isEmpty() ? null : troubles.getFirst());
    return applied;
  }

  /**
   * Deletes everything of the block.
   *
   * @return whether nothing of it is left, pods included
   */
  public boolean remove(InferenceBlock block) {
    List<HasMetadata> owned = owned(block).toList();
    owned.stream().filter(BlockApplier::isStanding).forEach(objects::delete);
    cluster.outcome(ObjectRef.of(block), null);
    return owned.isEmpty() && !hasPods(block);
  }

  /** Only a block that runs something needs an address and a budget. */
  private List<Trouble> access(InferenceBlock block, List<Deployment> engines, Context<?> context) {
    if (engines.isEmpty()) {
      return List.of();
    }
    return Stream.of(
            objects.apply(BlockAccess.service(block), context),
            objects.apply(BlockAccess.budget(block), context))
        .flatMap(Optional::stream)
        .toList();
  }

  private void prune(Plan plan, InferenceBlock block, List<Deployment> wanted) {
    Set<String> stay =
        Stream.concat(
                wanted.stream().map(deployment -> deployment.getMetadata().getName()),
                plan.kept().stream().map(id -> ObjectName.ofInstance(id, ObjectRef.of(block))))
            .collect(Collectors.toSet());
    // Between an engine that was taken away and the next one the address stays.
    boolean runs = !stay.isEmpty() || hasPods(block);
    owned(block)
        .filter(BlockApplier::isStanding)
        .filter(
            object ->
                object instanceof Deployment
                    ? !stay.contains(object.getMetadata().getName())
                    : !runs)
        .forEach(objects::delete);
  }

  private Stream<HasMetadata> owned(InferenceBlock block) {
    return Stream.of(Deployment.class, Service.class, PodDisruptionBudget.class)
        .<HasMetadata>flatMap(kind -> watch.list(kind).stream())
        .filter(object -> isOwnedBy(block, object));
  }

  private static boolean isOwnedBy(InferenceBlock block, HasMetadata object) {
    return Given.list(object.getMetadata().getOwnerReferences()).stream()
        .map(OwnerReference::getUid)
        .anyMatch(uid -> uid.equals(block.getMetadata().getUid()));
  }

  private boolean hasPods(InferenceBlock block) {
    return watch.list(Pod.class).stream().anyMatch(pod -> isOf(block, pod));
  }

  /** Engines' pods are owned by ReplicaSets, so they are known by their labels. */
  private static boolean isOf(InferenceBlock block, Pod pod) {
    var labels = Given.map(pod.getMetadata().getLabels());
    return Label.CONDUIT.equals(labels.get(Label.MANAGED_BY))
        && labels.containsKey(Label.INSTANCE)
        && block.getMetadata().getName().equals(labels.get(Label.BLOCK))
        && block.getMetadata().getNamespace().equals(pod.getMetadata().getNamespace());
  }

  private static boolean isStanding(HasMetadata object) {
    return object.getMetadata().getDeletionTimestamp() == null;
  }
}
