// SPDX-License-Identifier: Apache-2.0
package dev.conduit.operator.controller.gather;

import dev.conduit.api.v1alpha1.block.InferenceBlock;
import dev.conduit.api.v1alpha1.policy.RoutingPolicy;
import dev.conduit.operator.cluster.gather.ClusterView;
import dev.conduit.operator.cluster.gather.ProbeResults;
import dev.conduit.operator.cluster.names.Label;
import dev.conduit.operator.cluster.names.ObjectName;
import dev.conduit.operator.core.observed.Given;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Watches everything that plans are made from and that plans write. The client keeps the watches
 * alive: it lists anew after an API server was away or says 410. Safe for use by several threads;
 * listeners are called on the watches' threads and must return at once.
 */
public final class ClusterWatch implements AutoCloseable {
  private final Map<Class<? extends HasMetadata>, SharedIndexInformer<?>> informers =
      new LinkedHashMap<>();
  private final SharedIndexInformer<ConfigMap> prices;
  private final Pending pending = new Pending();
  private final Runnable onChange;

  /**
   * Nothing is watched before {@link #start}.
   *
   * @param namespace of the operator, where prices are stated
   * @param withClaims whether claims are watched too
   * @param onChange called after every change
   */
  public ClusterWatch(
      KubernetesClient client, String namespace, boolean withClaims, Runnable onChange) {
    this.onChange = onChange;
    add(
        InferenceBlock.class,
        client.resources(InferenceBlock.class).inAnyNamespace().runnableInformer(0));
    add(
        RoutingPolicy.class,
        client.resources(RoutingPolicy.class).inAnyNamespace().runnableInformer(0));
    add(Node.class, client.nodes().runnableInformer(0));
    add(Pod.class, client.pods().inAnyNamespace().runnableInformer(0));
    SharedIndexInformer<Deployment> deployments =
        client
            .apps()
            .deployments()
            .inAnyNamespace()
            .withLabel(Label.MANAGED_BY, Label.CONDUIT)
            .runnableInformer(0);
    deployments.addEventHandler(new Seen());
    add(Deployment.class, deployments);
    add(
        Service.class,
        client
            .services()
            .inAnyNamespace()
            .withLabel(Label.MANAGED_BY, Label.CONDUIT)
            .runnableInformer(0));
    add(
        PodDisruptionBudget.class,
        client
            .policy()
            .v1()
            .podDisruptionBudget()
            .inAnyNamespace()
            .withLabel(Label.MANAGED_BY, Label.CONDUIT)
            .runnableInformer(0));
    add(
        ConfigMap.class,
        client
            .configMaps()
            .inAnyNamespace()
            .withLabel(Label.MANAGED_BY, Label.CONDUIT)
            .runnableInformer(0));
    if (withClaims) {
      add(
          PersistentVolumeClaim.class,
          client.persistentVolumeClaims().inAnyNamespace().runnableInformer(0));
    }
    this.prices =
        client.configMaps().inNamespace(namespace).withName(ObjectName.PRICES).runnableInformer(0);
    prices.exceptionHandler((started, failure) -> true);
    prices.addEventHandler(new Changed<>());
  }

  /** Starts all watches; they go on trying where the API server does not answer. */
  public CompletableFuture<Void> start() {
    return CompletableFuture.allOf(
        all()
            .map(informer -> informer.start().toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  /** Adds a listener to one kind; before {@link #start}. */
  @SuppressWarnings("unchecked")
  public <T extends HasMetadata> void listen(Class<T> kind, ResourceEventHandler<T> listener) {
    ((SharedIndexInformer<T>) Objects.requireNonNull(informers.get(kind), kind::getName))
        .addEventHandler(listener);
  }

  /** Whether every watch was listed once. */
  public boolean isComplete() {
    return all().allMatch(SharedIndexInformer::hasSynced);
  }

  /** Whether every watch runs now. */
  public boolean isAlive() {
    return all().allMatch(SharedIndexInformer::isRunning);
  }

  ClusterView view(ProbeResults probes) {
    return new ClusterView(
        list(InferenceBlock.class).stream().filter(ClusterWatch::isWanted).toList(),
        list(RoutingPolicy.class).stream().filter(ClusterWatch::isWanted).toList(),
        list(Node.class),
        pending.beside(list(Deployment.class)),
        list(Pod.class),
        probes,
        prices());
  }

  /** What the operator's own ConfigMap states. */
  private Map<String, String> prices() {
    return prices.getStore().list().stream()
        .findFirst()
        .map(map -> Given.map(map.getData()))
        .orElse(Map.of());
  }

  private Stream<SharedIndexInformer<?>> all() {
    return Stream.concat(informers.values().stream(), Stream.of(prices));
  }

  /** A copy that nobody else changes is not made: nothing in the caches may be changed. */
  @SuppressWarnings("unchecked")
  public <T extends HasMetadata> List<T> list(Class<T> kind) {
    SharedIndexInformer<T> informer =
        (SharedIndexInformer<T>) Objects.requireNonNull(informers.get(kind), kind::getName);
    return informer.getStore().list();
  }

  public <T extends HasMetadata> Optional<T> find(T like) {
    return Optional.ofNullable(
        informer(like).getStore().getByKey(Cache.metaNamespaceKeyFunc(like)));
  }

  /** The newest resource version of the object's kind that was shown; empty before any. */
  public String seen(HasMetadata like) {
    return Given.or(informer(like).lastSyncResourceVersion(), "");
  }

  @SuppressWarnings("unchecked")
  private <T extends HasMetadata> SharedIndexInformer<T> informer(T like) {
    return (SharedIndexInformer<T>)
        Objects.requireNonNull(informers.get(like.getClass()), like::getKind);
  }

  /** It is about to be written; plans count with it from now on. */
  public void expect(Deployment deployment) {
    pending.add(deployment);
  }

  /** It could not be written. */
  public void forget(HasMetadata object) {
    pending.remove(object);
  }

  @Override
  public void close() {
    all().forEach(SharedIndexInformer::stop);
  }

  private static boolean isWanted(HasMetadata resource) {
    return resource.getMetadata().getDeletionTimestamp() == null;
  }

  private <T extends HasMetadata> void add(Class<T> kind, SharedIndexInformer<T> informer) {
    informer.exceptionHandler((started, failure) -> true);
    informer.addEventHandler(new Changed<>());
    informers.put(kind, informer);
  }

  private final class Changed<T> implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      onChange.run();
    }

    @Override
    public void onUpdate(T before, T after) {
      onChange.run();
    }

    @Override
    public void onDelete(T object, boolean unknownState) {
      onChange.run();
    }
  }

  private final class Seen implements ResourceEventHandler<Deployment> {
    @Override
    public void onAdd(Deployment deployment) {
      pending.remove(deployment);
    }

    @Override
    public void onUpdate(Deployment before, Deployment after) {
      pending.remove(after);
    }

    @Override
    public void onDelete(Deployment deployment, boolean unknownState) {
      pending.remove(deployment);
    }
  }
}
